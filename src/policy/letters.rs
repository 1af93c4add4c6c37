//! Letters as a firm wants them: `[letters]` with its logo and colours, the names of files, `[letters.email]` and
//! `[letters.post]`.

use super::Channel;
use super::faults::Faults;
use super::page::{self, PageLook};
use super::raw::{RawEmail, RawLetters, Text};
use super::values::Words;
use crate::model::email;

const FILE_NAMES: &Words<FileNames> = &[("ids", FileNames::Ids), ("readable", FileNames::Readable)];

/// How letters look, and how e-mails go out.
#[derive(Clone, Debug, Default)]
pub struct LetterLook {
    /// The file of the logo, from the receivables folder: PNG, JPEG or SVG.
    pub logo: Option<String>,
    /// The colour of heads and rules.
    pub color: Color,
    /// Whether the printer prints both sides of a sheet: then each letter of a lot begins on a new one.
    pub two_sided: bool,
    /// Where things stand on a page, and in which letters.
    pub page: PageLook,
    /// What the files of a run are called.
    pub file_names: FileNames,
    /// Who else gets an e-mail, and what goes with it.
    pub email: EmailRules,
    /// What goes with a letter that is posted.
    pub post: PostRules,
}

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

impl Default for Color {
    /// Returns a blue that a black-and-white printer prints dark.
    fn default() -> Color {
        Color([0x1f, 0x3a, 0x5f])
    }
}

impl Color {
    /// Reads `#1f3a5f`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?.to_be_bytes();
        Some(Color([red, green, blue]))
    }

    /// Returns the colour as style sheets write it.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// What the files of a run are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileNames {
    /// The ids of customer and level: `C014__formal-notice__EUR.pdf`.
    #[default]
    Ids,
    /// What people say: `Mise en demeure 2026-11-16 - Bois & Fils.pdf`.
    Readable,
}

/// Who else gets an e-mail, and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailRules {
    /// Where answers go, when not to the sender.
    pub reply_to: Option<String>,
    /// Who gets a copy that the customer sees.
    pub cc: Vec<String>,
    /// Who gets a copy that he does not see.
    pub bcc: Vec<String>,
    /// How many documents of invoices are enclosed at most, those of the oldest first; none with 0.
    pub most_enclosures: u16,
    /// How large they are together at most, in megabytes.
    pub most_megabytes: u16,
}

impl Default for EmailRules {
    /// Allows ten documents of ten megabytes together: mail servers take twenty or so, and a message is a third larger.
    fn default() -> EmailRules {
        EmailRules { reply_to: None, cc: Vec::new(), bcc: Vec::new(), most_enclosures: 10, most_megabytes: 10 }
    }
}

/// What goes with a letter that is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostRules {
    /// How many documents of invoices are enclosed at most, those of the oldest first; none with 0.
    pub most_enclosures: u16,
}

impl Default for PostRules {
    /// Allows ten documents, as with an e-mail.
    fn default() -> PostRules {
        PostRules { most_enclosures: 10 }
    }
}

/// How many bytes a megabyte has, as mail servers count.
const MEGABYTE: u64 = 1_000_000;

/// How much goes with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many documents at most.
    pub documents: u16,
    /// How large they are together at most.
    pub bytes: u64,
    /// Whether only what can be printed goes.
    pub printed: bool,
}

impl LetterLook {
    /// Returns how much goes with a notice on a channel: nothing with a call.
    pub fn room(&self, channel: Channel) -> Room {
        let bytes = u64::from(self.email.most_megabytes) * MEGABYTE;
        match channel {
            Channel::Email => Room { documents: self.email.most_enclosures, bytes, printed: false },
            Channel::Letter | Channel::Registered => {
                Room { documents: self.post.most_enclosures, bytes: u64::MAX, printed: true }
            }
            Channel::Phone => Room { documents: 0, bytes: 0, printed: false },
        }
    }
}

/// Lays over what is said of letters.
pub(super) fn lay_over(raw: &RawLetters, look: &mut LetterLook, faults: &mut Faults<'_>) {
    let color = ("a colour such as \"#1f3a5f\"", "une couleur comme \"#1f3a5f\"");
    faults.value("letters.color", raw.color.as_ref(), Color::parse, color, &mut look.color);
    if let Some(logo) = &raw.logo {
        look.logo = Some(logo.get_ref().trim().to_owned()).filter(|logo| !logo.is_empty());
    }
    look.two_sided = raw.two_sided.unwrap_or(look.two_sided);
    faults.word("letters.file_names", raw.file_names.as_ref(), FILE_NAMES, &mut look.file_names);
    page::page(&raw.page, &mut look.page, faults);
    email(&raw.email, &mut look.email, faults);
    let most = &mut look.post.most_enclosures;
    faults.count("letters.post.most_enclosures", raw.post.most_enclosures.as_ref(), 0..=100, most);
}

fn email(raw: &RawEmail, rules: &mut EmailRules, faults: &mut Faults<'_>) {
    let accepted =
        ("an e-mail address such as \"compta@moreau.example\"", "une adresse comme \"compta@moreau.example\"");
    let address = |text: &str| email::is_address(text.trim()).then(|| text.trim().to_owned());
    if let Some(text) = &raw.reply_to {
        match text.get_ref().trim() {
            // A line of a template that nobody has filled in.
            "" => rules.reply_to = None,
            _ => faults.option("letters.email.reply_to", Some(text), address, accepted, &mut rules.reply_to),
        }
    }
    let mut list = |key: &str, raw: &Option<Vec<Text>>, own: &mut Vec<String>| {
        let Some(raw) = raw else { return };
        own.clear();
        for text in raw {
            let mut found = String::new();
            faults.value(key, Some(text), address, accepted, &mut found);
            own.push(found);
        }
    };
    list("letters.email.cc", &raw.cc, &mut rules.cc);
    list("letters.email.bcc", &raw.bcc, &mut rules.bcc);
    faults.count("letters.email.most_enclosures", raw.most_enclosures.as_ref(), 0..=100, &mut rules.most_enclosures);
    faults.count("letters.email.most_megabytes", raw.most_megabytes.as_ref(), 1..=100, &mut rules.most_megabytes);
}

#[cfg(test)]
mod tests {
    use crate::policy::{EmailRules, FileNames, load};

    #[test]
    fn copies_and_answers_go_where_the_policy_says() {
        let text = "[letters]\nfile_names = \"readable\"\n[letters.email]\nreply_to = \" r@x.example\"\n\
            cc = [\"a@x.example\", \"b@x.example\"]\nmost_enclosures = 0\n";
        let look = load(text, "policy.toml").unwrap().letters;
        let expected = EmailRules {
            reply_to: Some("r@x.example".to_owned()),
            cc: vec!["a@x.example".to_owned(), "b@x.example".to_owned()],
            most_enclosures: 0,
            ..EmailRules::default()
        };
        assert_eq!((look.file_names, look.email), (FileNames::Readable, expected));
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_line() {
        let text = "[letters.email]\nreply_to = \"Anne\"\ncc = [\"a@x.example\", \"b\"]\nbcc = [\"a@x.example\\r\\nTo: z@x.example\"]\n";
        let faults = load(text, "policy.toml").unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.places[0].line).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    }
}
