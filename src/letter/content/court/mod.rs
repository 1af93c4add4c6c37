//! Words that a creditor's letter may not use: what imitates a court or a commissaire de justice (C. pén. 433-13), and
//! what no creditor can announce or charge without an enforceable title.
//!
//! Only templates are judged, and only what cannot be meant otherwise: that the court may be asked for an order for
//! payment, or that a commissaire de justice will be given the file, can always be said.

mod sentences;

use self::sentences::{Part, Sentence, Word};
use crate::diag::{Code, Diagnostic, Place, code};
use crate::law::regimes::Law;
use crate::model::Bilingual;

/// What only courts and officers of justice say, wherever it stands. Words are parted by blanks and written as they are
/// folded; `a|b` is one or the other, `a*` begins so.
const IMITATIONS: &[&str] = &[
    "republique francaise",
    "au nom du peuple francais",
    "mande et ordonne",
    "vaut|valant|vaudra|constitue|constituant commandement|injonction|assignation|signification|ordonnance|jugement",
    "vaut|valant|vaudra|constitue|constituant un|une commandement|injonction|assignation|signification|ordonnance|jugement",
    "vaut|valant|vaudra titre executoire",
    "constitue|constituant un titre executoire",
    "ceci|lettre|courrier|presente|avis est un|une commandement|injonction|assignation|signification|sommation",
    "this|letter|notice is a|an summons|writ|warrant|injunction",
    "this|letter|notice is a court order|summons",
    "present|presente commandement|exploit|assignation|signification|sommation|injonction|ordonnance|contrainte",
    "fait|faisons|fais commandement|sommation|injonction",
    "vous est enjoint|ordonne|signifie",
    "etes assigne|assignee|assignes",
    "etes|est cite|citee|convoque|convoquee a comparaitre",
    "etes|est cite|citee|convoque|convoquee a l audience",
    "etes cite|citee|convoque|convoquee devant",
    "huissier|commissaire de justice soussigne|soussignee",
    "soussigne|soussignee huissier|commissaire",
    "qualite d huissier",
    "qualite de commissaire|huissier de justice",
    "in the name of the people|republic",
    "you are hereby ordered|commanded|summoned|enjoined",
    "are summoned to",
    "this writ|summons|warrant|injunction",
    "constitutes|is an enforceable title",
    "undersigned bailiff|judge|sheriff",
];

/// What is so too, unless it is only said to be possible.
const ORDERS: &[&str] =
    &["par|sur ordre du tribunal|juge", "par ordre|autorite de justice", "by order of the court|judge"];
const POSSIBLE: &str = "pourr*|peut|peuvent|may|might|can|could|si|if";

/// What no letter of a creditor is: how its title may not begin.
const TITLES: &[&str] = &[
    "sommation",
    "commandement",
    "injonction",
    "assignation",
    "citation",
    "signification",
    "exploit",
    "ordonnance d|de|en|portant",
    "contrainte",
    "jugement",
    "requete en",
    "saisie",
    "proces verbal",
    "titre executoire",
    "notification|avis|avertissement de|avant saisie|commandement",
    "acte d huissier",
    "acte de commissaire|huissier",
    "huissier|commissaire",
    "tribunal|greffe",
    "writ|summons|warrant|injunction|judgment|judgement|bailiff|bailiffs|sheriff",
    "order for payment",
    "payment order",
    "court order|summons|hearing|judgment",
    "notice of seizure|enforcement|execution|hearing|judgment",
    "county|high court",
];

/// What no title calls a letter, further on, and what stands before it where it is only spoken of.
const NAMES: &[&str] = &["commandement|sommation|injonction de payer", "order for payment", "court order|summons"];
const SPOKEN_OF_IN_TITLE: &str = "a|an|avant|before|d|en|for|l|la|of|prealable|the|to|un|une|valant|vers";

/// How the head of an officer's or court's letter begins.
const LETTERHEADS: &[&str] = &[
    "tribunal d|de|des|judiciaire",
    "greffe d|de|du|des",
    "cour d appel",
    "etude|office|cabinet d|de huissier|huissiers|commissaire|commissaires",
    "scp|selarl {} huissiers|commissaires",
    "in the county|high court",
    "county|high court",
    "court of",
    "bailiff|bailiffs|sheriff",
];

/// The officers whose name below a letter makes it theirs.
const OFFICERS: &[&str] =
    &["huissier|huissiers de justice", "commissaire|commissaires de justice", "enforcement agent"];

/// What stands before an officer who is spoken of.
const SPOKEN_OF: &str = "a|au|aux|avec|chez|d|de|des|du|l|la|le|les|notre|nos|ou|par|un|une|votre";

/// What a paragraph begins with that says who gets a copy.
const COPY: &str = "copie|copies|copy|cc|cci";

/// What makes any sentence one about what may come, or about a court.
const MAY: &str = "peut|peuvent|pouvons|pouvez|pourr*|possible*|possibilite*|risque*|tribunal|tribunaux|juge*|juridiction*|\
    justice|titre|decision|condamn*|obten*|obtien*|eventuel*|reserv*|autoris*|executoire|erreur*|faute*|may|might|can|\
    could|court*|judge*|judgment|order*|error*";

/// What seizes, and what makes it certain.
const SEIZURES: &[&str] = &[
    "saisie|saisies",
    "saisir vos|votre",
    "vos biens|comptes|meubles|salaires {} saisis",
    "bloquer|bloquerons vos|votre compte|comptes",
    "seize|seizure|garnish|garnishment|bailiffs",
];
const CERTAIN: &str = "sera|seront|serons|procederons|procedera|procederont|procedons|ferons|feront|faisons|fera|allons|\
    pratiquerons|effectuerons|engagerons|engageons|imminent|imminente|immediate|bloquerons|will|shall|imminent|immediate";

/// What recovery costs, and what makes the debtor pay it.
const COSTS: &[&str] = &[
    "frais de|d recouvrement|relance|rappel|dossier|gestion|traitement|poursuite|poursuites|contentieux|huissier|\
        recommande|mise",
    "honoraires de|d recouvrement|avocat|huissier|commissaire",
    "tous les frais",
    "ensemble|totalite des frais",
    "collection|recovery|reminder|administration|handling|dunning cost|costs|fee|fees|charge|charges",
];
const CHARGED: &[&str] = &[
    "a|en votre|vos|leur charge|frais|depens",
    "vous seront|serons|sera|sont|est factur*|reclam*|imput*|applique*|ajoute*",
    "seront|sera|sont|est factur*|imput*|majore*|ajoute*|ajoutes",
    "s ajoutent|ajouteront|ajoute",
    "majore*|augmente* de|des|d",
    "at your expense|cost",
    "be|are charged|added|payable|borne",
    "charge you",
];
const LAWFUL_COSTS: &str = "indemnite*|forfaitaire*|tribunal|juge*|justice|juridiction*|justificati*|depens|l441|d441|\
    port|transport|livraison|aucun|aucuns|aucune|sans|pas|no|not|never|without|indemnity|compensation|statutory|lump|court*|judge*|law|sum";

/// Returns the sentences of a template that imitate a court or an officer of justice: errors.
pub fn imitations(file: &str, source: &str) -> Vec<Diagnostic> {
    let sentences = sentences::of(source);
    let found = sentences.iter().filter_map(imitation);
    found.map(|found| imitates().at(place(file, source, found))).collect()
}

/// Returns the sentences of a template that announce or charge what only an enforceable title allows: warnings. Costs
/// are judged by French law alone.
pub fn doubtful(file: &str, source: &str, law: Law) -> Vec<Diagnostic> {
    let sentences = sentences::of(source);
    let found = sentences.iter().filter(|sentence| imitation(sentence).is_none()).filter_map(|sentence| {
        let cost = || (law == Law::France).then(|| cost(&sentence.words)).flatten().map(|found| (&COST, found));
        let (words, found) = seizure(&sentence.words).map(|found| (&SEIZURE, found)).or_else(cost)?;
        Some(finding(code::letter::WORDS_DOUBTFUL, words).at(place(file, source, found)))
    });
    found.collect()
}

fn imitation(sentence: &Sentence) -> Option<&[Word]> {
    let words = &sentence.words;
    let begins = |patterns: &[&str]| {
        let first = words.iter().position(|word| !is(&word.folded, "{}|le|la|l|un|une|n|the|a"))?;
        patterns.iter().find_map(|pattern| matched(&words[first..], pattern))
    };
    let is_copy = words.first().is_some_and(|word| is(&word.folded, COPY));
    let is_head = sentence.stands_alone && words.len() <= 12 && !is_copy;
    // Finds words that nothing before them only speaks of.
    let named = |patterns: &[&str], spoken_of: &str| {
        let starts = (0..words.len()).filter(|&i| i == 0 || !is(&words[i - 1].folded, spoken_of));
        starts.into_iter().find_map(|i| patterns.iter().find_map(|pattern| matched(&words[i..], pattern)))
    };
    let is_title = sentence.part == Part::Title;
    any(words, IMITATIONS)
        .or_else(|| any(words, ORDERS).filter(|_| !has(words, POSSIBLE)))
        .or_else(|| is_title.then(|| begins(TITLES)).flatten())
        .or_else(|| is_title.then(|| named(NAMES, SPOKEN_OF_IN_TITLE)).flatten())
        .or_else(|| is_head.then(|| LETTERHEADS.iter().find_map(|pattern| matched(words, pattern))).flatten())
        .or_else(|| is_head.then(|| named(OFFICERS, SPOKEN_OF)).flatten())
}

fn seizure(words: &[Word]) -> Option<&[Word]> {
    let found = any(words, SEIZURES)?;
    (has(words, CERTAIN) && !has(words, MAY)).then_some(found)
}

fn cost(words: &[Word]) -> Option<&[Word]> {
    let found = any(words, COSTS)?;
    (any(words, CHARGED).is_some() && !has(words, LAWFUL_COSTS)).then_some(found)
}

/// Tells whether one of the words is one of those.
fn has(words: &[Word], any_of: &str) -> bool {
    words.iter().any(|word| is(&word.folded, any_of))
}

fn any<'w>(words: &'w [Word], patterns: &[&str]) -> Option<&'w [Word]> {
    (0..words.len()).find_map(|at| patterns.iter().find_map(|pattern| matched(&words[at..], pattern)))
}

/// Returns the words that a pattern matches from the first one on; `{}` in it stands for up to three words.
fn matched<'w>(words: &'w [Word], pattern: &str) -> Option<&'w [Word]> {
    let mut length = 0;
    let mut gap = 0;
    for wanted in pattern.split_whitespace() {
        if wanted == "{}" {
            gap = 3;
            continue;
        }
        let skipped = words.get(length..)?.iter().take(gap + 1).position(|word| is(&word.folded, wanted))?;
        length += skipped + 1;
        gap = 0;
    }
    Some(&words[..length])
}

fn is(word: &str, wanted: &str) -> bool {
    let one = |one: &str| match one.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == one,
    };
    wanted.split('|').any(one)
}

fn place(file: &str, source: &str, found: &[Word]) -> Place {
    let bytes = found.first().map_or(0, |word| word.bytes.start)..found.last().map_or(0, |word| word.bytes.end);
    let line = 1 + source[..bytes.start].matches('\n').count();
    let text = source[bytes].split_whitespace().collect::<Vec<_>>().join(" ");
    Place { line: u32::try_from(line).ok(), text: Some(text), ..Place::file(file) }
}

/// What is wrong, and the way out.
struct Words {
    sentence: (&'static str, &'static str),
    help: (&'static str, &'static str),
}

const IMITATION: Words = Words {
    sentence: (
        "this imitates a court or an officer of justice, which no creditor's letter may (C. pén. 433-13)",
        "ceci imite un acte de justice, ce qu'aucune lettre de créancier ne peut faire (C. pén. 433-13)",
    ),
    help: (
        "call the letter a formal notice and say what may follow: \"we may ask the court for an order for payment\"",
        "l'appeler « mise en demeure » et dire ce qui peut suivre : « nous pourrons demander au tribunal une injonction de payer »",
    ),
};

const SEIZURE: Words = Words {
    sentence: (
        "this announces a seizure as certain: only an enforceable title allows it",
        "ceci annonce une saisie comme certaine : seul un titre exécutoire la permet",
    ),
    help: (
        "say what may follow, and that a court decides: \"we may ask the court for …\"",
        "dire ce qui peut suivre, et que le tribunal en décide : « nous pourrons demander au tribunal … »",
    ),
};

const COST: Words = Words {
    sentence: (
        "costs of recovery without an enforceable title stay with the creditor (C. exéc. L111-8)",
        "les frais de recouvrement sans titre exécutoire restent à la charge du créancier (C. exéc. L111-8)",
    ),
    help: (
        "leave it out: {{> penalties}} sets the indemnity that the law grants between professionals (C. com. D441-5)",
        "l'ôter : {{> penalties}} donne l'indemnité que la loi accorde entre professionnels (C. com. D441-5)",
    ),
};

fn imitates() -> Diagnostic {
    finding(code::letter::COURT_IMITATED, &IMITATION)
}

fn finding(code: Code, words: &Words) -> Diagnostic {
    let both = |(en, fr): (&str, &str)| Bilingual::new(en, fr);
    let (sentence, help) = (both(words.sentence), both(words.help));
    Diagnostic::new(code, sentence.en, sentence.fr).help(help.en, help.fr)
}

#[cfg(test)]
mod tests;
