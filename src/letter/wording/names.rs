//! Checks a template before any letter is written: every name it uses, in every branch, is one that letters have.
//!
//! Handlebars in strict mode refuses an unknown `{{name}}` only when it comes to print it, and never one inside
//! `{{#if name}}`. Here the parsed template is walked against the fullest letter there is.

use handlebars::Template;
use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use serde_json::Value;

use super::markup::Insert;
use crate::model::Bilingual;

/// One thing that a template may not do, and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the template, from 1.
    pub line: Option<u32>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A name that letters do not have, the closest known one, and all that are known at that place.
    Unknown {
        /// As the template writes it.
        name: String,
        /// The closest known name, if one is close.
        meant: Option<String>,
        /// Every name that can stand there.
        known: Vec<String>,
    },
    /// Anything else, in words.
    Refused(Bilingual),
}

/// Returns every fault of a template, given its text and the fullest letter there is.
pub fn check(template: &Template, source: &str, fullest: &Value) -> Vec<Fault> {
    let mut walk = Walk { source, scopes: vec![fullest], faults: Vec::new(), line: None };
    walk.template(template);
    walk.faults
}

struct Walk<'a> {
    source: &'a str,
    /// What `{{#each}}` and `{{#with}}` look into, outermost first.
    scopes: Vec<&'a Value>,
    faults: Vec<Fault>,
    line: Option<u32>,
}

impl<'a> Walk<'a> {
    fn template(&mut self, template: &Template) {
        for (i, element) in template.elements.iter().enumerate() {
            self.line = match (template.mapping.get(i), element) {
                (Some(place), _) => u32::try_from(place.0).ok(),
                (None, TemplateElement::HelperBlock(chained)) => self.line_of_else(chained).or(self.line),
                (None, _) => self.line,
            };
            self.element(element);
        }
    }

    /// Returns the line of an `{{else if name}}`: Handlebars does not keep it.
    fn line_of_else(&self, chained: &HelperTemplate) -> Option<u32> {
        let name = chained.params.first()?.as_name()?;
        let from = self.line? as usize;
        let lines = self.source.lines().enumerate().skip(from.saturating_sub(1));
        let found = lines.into_iter().find(|(_, line)| {
            line.match_indices("else ")
                .any(|(at, _)| line[at..].split("}}").next().is_some_and(|tag| tag.contains(name)))
        });
        found.map(|(i, _)| i as u32 + 1)
    }

    fn element(&mut self, element: &TemplateElement) {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
            TemplateElement::Expression(printed) => self.printed(printed),
            TemplateElement::HelperBlock(block) => self.block(block),
            TemplateElement::PartialExpression(partial) => {
                let name = partial.name.as_name().unwrap_or_default();
                if !Insert::ALL.iter().any(|(known, _)| *known == name) {
                    self.unknown(name, Insert::ALL.map(|(known, _)| known.to_owned()).into());
                } else if !partial.params.is_empty() || !partial.hash.is_empty() {
                    self.refuse("an insert takes no parameter", "une insertion ne prend pas de paramètre");
                }
            }
            // `{{{x}}}` and `{{&x}}` would let a stranger's text through as markup.
            TemplateElement::HtmlExpression(_) => self.refuse(
                "{{{…}}} and {{&…}} print a text as it is, unescaped; write {{…}}",
                "{{{…}}} et {{&…}} impriment un texte tel quel, sans protection ; écrire {{…}}",
            ),
            _ => self.refuse(
                "only {{name}}, {{#if}}, {{#unless}}, {{#each}}, {{#with}}, {{> insert}} and comments can be used",
                "seuls {{nom}}, {{#if}}, {{#unless}}, {{#each}}, {{#with}}, {{> insertion}} et les commentaires sont admis",
            ),
        }
    }

    fn printed(&mut self, printed: &HelperTemplate) {
        if !printed.params.is_empty() || !printed.hash.is_empty() {
            let name = printed.name.as_name().unwrap_or_default().to_owned();
            return self.refuse(
                &format!("there is no helper \"{name}\" in letters"),
                &format!("il n'y a pas d'aide « {name} » dans les lettres"),
            );
        }
        if let Some(Value::Array(_) | Value::Object(_) | Value::Bool(_)) = self.value(&printed.name) {
            let name = printed.name.as_name().unwrap_or_default().to_owned();
            self.refuse(
                &format!("\"{name}\" is no text that can be printed; use it in {{{{#if}}}}, {{{{#each}}}} or {{{{#with}}}}"),
                &format!("« {name} » n'est pas un texte à imprimer ; l'employer dans {{{{#if}}}}, {{{{#each}}}} ou {{{{#with}}}}"),
            );
        }
    }

    fn block(&mut self, block: &HelperTemplate) {
        let line = self.line;
        let helper = block.name.as_name().unwrap_or_default();
        let [param] = block.params.as_slice() else {
            return self.refuse("a block takes exactly one name", "un bloc prend exactement un nom");
        };
        if !block.hash.is_empty() || block.block_param.is_some() {
            return self.refuse("a block takes one name and nothing else", "un bloc prend un nom et rien d'autre");
        }
        let value = self.value(param);
        let inside = match (helper, value) {
            ("if" | "unless", _) | ("each" | "with", None) => None,
            ("each", Some(Value::Array(list))) => Some(list.first().unwrap_or(&Value::Null)),
            ("with", Some(object @ Value::Object(_))) => Some(object),
            ("each", _) => return self.refuse("{{#each}} wants a list", "{{#each}} demande une liste"),
            ("with", _) => {
                return self.refuse("{{#with}} wants a group of names", "{{#with}} demande un groupe de noms");
            }
            _ => {
                let known = ["if", "unless", "each", "with"].map(str::to_owned).into();
                return self.unknown(helper, known);
            }
        };
        // A wrong name in `{{#each}}` was reported already; what it would have held cannot be judged.
        if value.is_some() || matches!(helper, "if" | "unless") {
            self.scopes.extend(inside);
            if let Some(template) = &block.template {
                self.template(template);
            }
            if inside.is_some() {
                self.scopes.pop();
            }
        }
        if let Some(template) = &block.inverse {
            self.template(template);
        }
        self.line = line;
    }

    /// Returns what a name stands for in the fullest letter; a name that stands for nothing is a fault.
    fn value(&mut self, param: &Parameter) -> Option<&'a Value> {
        let Some(raw) = param.as_name() else {
            self.refuse("only names can stand here", "seuls des noms peuvent figurer ici");
            return None;
        };
        let raw = raw.to_owned();
        let mut path = raw.as_str();
        let mut scopes = self.scopes.as_slice();
        if matches!(path, "@first" | "@last" | "@index") && scopes.len() > 1 {
            return Some(&Value::Null);
        }
        if let Some(rest) = path.strip_prefix("@root.").or_else(|| path.strip_prefix("@root/")) {
            (path, scopes) = (rest, &scopes[..1]);
        }
        while let (Some(rest), [outer @ .., _]) = (path.strip_prefix("../"), scopes) {
            (path, scopes) = (rest, outer);
        }
        path = path.strip_prefix("this.").or_else(|| path.strip_prefix("this/")).unwrap_or(path);
        path = path.strip_prefix("./").unwrap_or(path);
        let Some(&(mut value)) = scopes.last() else {
            self.unknown(&raw, Vec::new());
            return None;
        };
        if matches!(path, "this" | ".") {
            return Some(value);
        }
        for name in path.split(['.', '/']) {
            let known = value.as_object();
            match known.and_then(|object| object.get(name)) {
                Some(found) => value = found,
                None => {
                    let known = known.map(|object| object.keys().cloned().collect()).unwrap_or_default();
                    self.unknown_at(&raw, name, known);
                    return None;
                }
            }
        }
        Some(value)
    }

    fn unknown(&mut self, name: &str, known: Vec<String>) {
        self.unknown_at(name, name, known);
    }

    /// Reports `name`, the part of `written` that is not among the known names.
    fn unknown_at(&mut self, written: &str, name: &str, known: Vec<String>) {
        let distance = |candidate: &&String| strsim::damerau_levenshtein(candidate, name);
        let meant = known.iter().min_by_key(distance).filter(|close| distance(close) <= 1 + name.chars().count() / 4);
        let kind = FaultKind::Unknown { name: written.to_owned(), meant: meant.cloned(), known };
        self.faults.push(Fault { line: self.line, kind });
    }

    fn refuse(&mut self, en: &str, fr: &str) {
        self.faults.push(Fault { line: self.line, kind: FaultKind::Refused(Bilingual::new(en, fr)) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn faults(source: &str) -> Vec<Fault> {
        let fullest = json!({
            "total": "1", "deadline": "2", "public": true, "single": { "number": "3" },
            "items": [{ "number": "4", "open": "5" }],
        });
        check(&Template::compile(source).unwrap(), source, &fullest)
    }

    fn unknown(source: &str) -> (Option<u32>, String, Option<String>) {
        match faults(source).as_slice() {
            [Fault { line, kind: FaultKind::Unknown { name, meant, .. } }] => (*line, name.clone(), meant.clone()),
            other => panic!("{source}: {other:?}"),
        }
    }

    #[test]
    fn names_that_letters_have_are_fine_everywhere() {
        let sound = "{{total}} {{#if deadline}}{{deadline}}{{else}}{{#with single}}{{number}}{{../total}}{{/with}}{{/if}}\n\
            {{#each items}}{{#unless @first}}, {{/unless}}{{number}} {{this.open}} {{@root.total}}{{/each}}\n\
            {{> items}}\n{{!-- a comment --}}{{#if public}}x{{else if single}}{{single.number}}{{/if}}";
        assert_eq!(faults(sound), []);
    }

    #[test]
    fn an_unknown_name_is_found_in_every_branch_with_its_line_and_the_closest_known() {
        let close = |name: &str, line| (Some(line), name.to_owned(), Some("deadline".to_owned()));
        assert_eq!(unknown("a\n{{dedline}}"), close("dedline", 2));
        assert_eq!(unknown("a\nb {{#if deadlin}}x{{/if}}"), close("deadlin", 2));
        assert_eq!(unknown("{{#if total}}x{{else}}\n\n{{deadlines}}{{/if}}"), close("deadlines", 3));
        assert_eq!(unknown("{{#unless total}}x{{else if dealine}}{{/unless}}"), close("dealine", 1));
        assert_eq!(unknown("{{#if total}}x\n{{else if single}}y\n{{else if deadlne}}{{/if}}"), close("deadlne", 3));
        assert_eq!(unknown("{{#each items}}\n{{total}}{{/each}}"), (Some(2), "total".into(), None));
        assert_eq!(unknown("{{single.numbr}}"), (Some(1), "single.numbr".into(), Some("number".into())));
        assert_eq!(unknown("{{../total}}"), (Some(1), "../total".into(), None));
        assert_eq!(unknown("{{> itms}}"), (Some(1), "itms".into(), Some("items".into())));
        assert_eq!(unknown("{{#eech items}}x{{/eech}}"), (Some(1), "eech".into(), Some("each".into())));
    }

    #[test]
    fn what_would_print_raw_or_do_more_than_letters_need_is_refused() {
        let refused = [
            "{{{total}}}",
            "{{&total}}",
            "{{items}}",
            "{{public}}",
            "{{single}}",
            "{{lookup items 0}}",
            "{{#each total}}{{/each}}",
            "{{#with items}}{{/with}}",
            "{{#if (eq total 1)}}x{{/if}}",
            "{{#if total deadline}}x{{/if}}",
            "{{> items a=1}}",
            "{{#each items as |x|}}{{/each}}",
            "{{*inline total}}",
            "{{#if 1}}x{{/if}}",
            "{{log \"x\"}}",
        ];
        for source in refused {
            let found = faults(source);
            assert!(matches!(found.as_slice(), [Fault { kind: FaultKind::Refused(_), .. }]), "{source}: {found:?}");
        }
    }
}
