//! Sums in words, as a person who acknowledges a debt writes them (C. civ. 1376): « mille trois cents euros ».

use crate::model::{Amount, Currency, Lang};

/// Returns a sum in words, as before 1990: hyphens below a hundred, none beside « et ».
pub fn sum(amount: Amount, currency: Currency, lang: Lang) -> String {
    let parts = 10_u64.pow(currency.decimals());
    let (whole, part) = (amount.minor().unsigned_abs() / parts, amount.minor().unsigned_abs() % parts);
    let mut text = match lang {
        Lang::Fr => with_unit(&french(whole), &unit(whole, currency, lang)),
        Lang::En => format!("{} {}", english(whole), unit(whole, currency, lang)),
    };
    if part > 0 {
        let s = if part > 1 { "s" } else { "" };
        text.push_str(&match lang {
            Lang::Fr => format!(" et {} centime{s}", french(part)),
            Lang::En => format!(" and {} cent{s}", english(part)),
        });
    }
    if amount.is_negative() { format!("{} {text}", lang.pick(("minus", "moins"))) } else { text }
}

/// Returns the word of a currency; of most its code, which needs no plural.
fn unit(count: u64, currency: Currency, lang: Lang) -> String {
    match (currency, lang) {
        // French counts zero as one, English as many.
        (Currency::EUR, Lang::Fr) if count < 2 => "euro".to_owned(),
        (Currency::EUR, Lang::En) if count == 1 => "euro".to_owned(),
        (Currency::EUR, _) => "euros".to_owned(),
        _ => currency.code().to_owned(),
    }
}

/// Joins a number and what it counts: a million is a noun, « un million d’euros ».
fn with_unit(number: &str, unit: &str) -> String {
    let is_noun = ["million", "millions", "milliard", "milliards"].iter().any(|noun| number.ends_with(noun));
    match (is_noun, unit.starts_with(['e', 'E', 'A', 'I', 'O', 'U'])) {
        (true, true) => format!("{number} d’{unit}"),
        (true, false) => format!("{number} de {unit}"),
        (false, _) => format!("{number} {unit}"),
    }
}

const FRENCH: [&str; 17] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
];
const FRENCH_TENS: [&str; 7] = ["", "dix", "vingt", "trente", "quarante", "cinquante", "soixante"];

fn french(number: u64) -> String {
    match number {
        0..17 => FRENCH[number as usize].to_owned(),
        17..20 => format!("dix-{}", FRENCH[number as usize - 10]),
        20..100 => french_tens(number),
        100..1_000 => {
            let (hundreds, rest) = (number / 100, number % 100);
            // « Cent » has its plural only at the end.
            match (hundreds, rest) {
                (1, 0) => "cent".to_owned(),
                (1, _) => format!("cent {}", french(rest)),
                (_, 0) => format!("{} cents", french(hundreds)),
                _ => format!("{} cent {}", french(hundreds), french(rest)),
            }
        }
        1_000..1_000_000 => {
            let (thousands, rest) = (number / 1_000, number % 1_000);
            // « Mille » is a numeral: before it « cent » and « quatre-vingt » have no plural.
            let head = french(thousands);
            let head = head.strip_suffix("cents").map_or(head.clone(), |stem| format!("{stem}cent"));
            let head = head.strip_suffix("vingts").map_or(head.clone(), |stem| format!("{stem}vingt"));
            let head = if thousands == 1 { "mille".to_owned() } else { format!("{head} mille") };
            if rest == 0 { head } else { format!("{head} {}", french(rest)) }
        }
        1_000_000..1_000_000_000 => french_nouns(number, 1_000_000, "million"),
        _ => french_nouns(number, 1_000_000_000, "milliard"),
    }
}

fn french_tens(number: u64) -> String {
    let (tens, unit) = (number / 10, number % 10);
    match (tens, unit) {
        (2..=6, 0) => FRENCH_TENS[tens as usize].to_owned(),
        (2..=6, 1) => format!("{} et un", FRENCH_TENS[tens as usize]),
        (2..=6, _) => format!("{}-{}", FRENCH_TENS[tens as usize], FRENCH[unit as usize]),
        (7, 1) => "soixante et onze".to_owned(),
        (7, _) => format!("soixante-{}", french(10 + unit)),
        (8, 0) => "quatre-vingts".to_owned(),
        _ => format!("quatre-vingt-{}", french(number - 80)),
    }
}

fn french_nouns(number: u64, of: u64, noun: &str) -> String {
    let (count, rest) = (number / of, number % of);
    let head = format!("{} {noun}{}", french(count), if count > 1 { "s" } else { "" });
    if rest == 0 { head } else { format!("{head} {}", french(rest)) }
}

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn english(number: u64) -> String {
    let joined = |of: u64, word: &str, and: &str| {
        let (head, rest) = (english(number / of), number % of);
        match rest {
            0 => format!("{head} {word}"),
            1..100 => format!("{head} {word} and {}", english(rest)),
            _ => format!("{head} {word}{and} {}", english(rest)),
        }
    };
    match number {
        0..20 => ENGLISH[number as usize].to_owned(),
        20..100 if number.is_multiple_of(10) => ENGLISH_TENS[number as usize / 10].to_owned(),
        20..100 => format!("{}-{}", ENGLISH_TENS[number as usize / 10], ENGLISH[number as usize % 10]),
        100..1_000 => joined(100, "hundred", " and"),
        1_000..1_000_000 => joined(1_000, "thousand", ","),
        1_000_000..1_000_000_000 => joined(1_000_000, "million", ","),
        _ => joined(1_000_000_000, "billion", ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_sums_are_written_as_notaries_do() {
        for (minor, words) in [
            (0, "zéro euro"),
            (100, "un euro"),
            (150, "un euro et cinquante centimes"),
            (1_601, "seize euros et un centime"),
            (1_700, "dix-sept euros"),
            (2_100, "vingt et un euros"),
            (7_100, "soixante et onze euros"),
            (7_700, "soixante-dix-sept euros"),
            (8_000, "quatre-vingts euros"),
            (8_100, "quatre-vingt-un euros"),
            (9_999, "quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes"),
            (10_000, "cent euros"),
            (20_000, "deux cents euros"),
            (20_100, "deux cent un euros"),
            (133_050, "mille trois cent trente euros et cinquante centimes"),
            (8_000_000, "quatre-vingt mille euros"),
            (20_000_000, "deux cent mille euros"),
            (100_000_000, "un million d’euros"),
            (200_050_000, "deux millions cinq cents euros"),
            (500_000_000_000, "cinq milliards d’euros"),
        ] {
            assert_eq!(sum(Amount::from_minor(minor), Currency::EUR, Lang::Fr), words);
        }
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(sum(Amount::from_minor(1_000_000), yen, Lang::Fr), "un million de JPY");
        assert_eq!(sum(Amount::from_minor(-1_200), Currency::EUR, Lang::Fr), "moins douze euros");
    }

    #[test]
    fn english_sums_have_their_and() {
        for (minor, words) in [
            (0, "zero euros"),
            (100, "one euro"),
            (2_101, "twenty-one euros and one cent"),
            (13_300, "one hundred and thirty-three euros"),
            (133_050, "one thousand, three hundred and thirty euros and fifty cents"),
            (100_100, "one thousand and one euros"),
            (100_000_000, "one million euros"),
        ] {
            assert_eq!(sum(Amount::from_minor(minor), Currency::EUR, Lang::En), words);
        }
    }
}
