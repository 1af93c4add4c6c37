//! One template, ready to be filled with many letters.

use handlebars::template::TemplateElement;
use handlebars::{Handlebars, RenderError, Template};

use super::markup::{self, Insert};
use crate::letter::model::Letter;

/// The only name in a registry.
const NAME: &str = "letter";

/// A template that is filled with letters.
pub(in crate::letter) struct Filling(Handlebars<'static>);

impl Filling {
    /// Takes a template.
    pub fn new(mut parsed: Template) -> Filling {
        place_inserts(&mut parsed);
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(markup::escape);
        registry.register_template(NAME, parsed);
        Filling(registry)
    }

    /// Returns the Markdown of a letter.
    ///
    /// # Errors
    /// When the template names what the letter does not have.
    pub fn fill(&self, letter: &Letter) -> Result<String, RenderError> {
        self.0.render(NAME, letter)
    }
}

/// Puts the Markdown of each insert in its place. As a partial of Handlebars' it would be handed a copy of the whole
/// letter.
fn place_inserts(template: &mut Template) {
    for element in &mut template.elements {
        match element {
            TemplateElement::PartialExpression(partial) => {
                let name = partial.name.as_name().filter(|name| Insert::ALL.iter().any(|(known, _)| known == name));
                if let Some(name) = name {
                    *element = TemplateElement::RawString(Insert::markdown(name));
                }
            }
            TemplateElement::HelperBlock(block) => {
                [&mut block.template, &mut block.inverse].into_iter().flatten().for_each(place_inserts);
            }
            _ => {}
        }
    }
}
