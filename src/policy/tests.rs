//! What policy files say and how their faults are shown.

use rust_decimal::Decimal;

use super::*;
use crate::diag::render;
use crate::model::dialect::{DateOrder, DecimalMark, Encoding};
use crate::model::rate::{RateRule, Series};
use crate::model::{Amount, Lang};
use crate::testing::{day, eur};

fn faults(text: &str) -> String {
    let found = load(text, "policy.toml").expect_err("the policy has faults");
    found.iter().map(|finding| render(finding, Lang::En)).collect()
}

/// Returns a policy's text without its comments, and the keys that stand behind a `#` with their values.
fn keys(text: &str) -> (toml::Table, Vec<&str>) {
    let is_key = |line: &&str| {
        let (name, value) = line.split_once(" = ").unwrap_or_default();
        !name.is_empty() && !name.contains(' ') && value.ends_with(['"', ']', '0', '3'])
    };
    let hidden = text.lines().filter_map(|line| line.strip_prefix("# "));
    let hidden = hidden.map(|line| line.split("  ").next().unwrap_or(line)).filter(is_key);
    (text.parse().expect("a built-in policy is TOML"), hidden.collect())
}

#[test]
fn the_policy_that_is_explained_in_french_is_the_same() {
    let (english, french) = (keys(builtin::commented(Lang::En)), keys(builtin::commented(Lang::Fr)));
    assert_eq!(english.0, french.0, "what is set");
    assert_eq!(english.1, french.1, "what is shown behind #");
    assert!(english.1.contains(&"rate = \"ecb+10\""), "{:?}", english.1);
}

#[test]
fn every_built_in_policy_is_sound_and_fr_b2b_says_the_defaults() {
    assert_eq!(
        builtin::names().collect::<Vec<_>>(),
        [
            "fr-b2b",
            "fr-b2b-soft",
            "fr-b2b-strict",
            "fr-public",
            "fr-consumer",
            "ie-b2b",
            "gb-b2b",
            "de-b2b",
            "be-b2b",
            "lu-b2b",
            "nl-b2b"
        ]
    );
    for name in builtin::names() {
        assert!(builtin::get(name).is_some());
        assert!(load(builtin::text(name).unwrap(), name).is_ok(), "{name} written out by init");
    }
    let policy = builtin::fr_b2b();
    assert_eq!((policy.language, policy.currency), (Lang::Fr, Currency::EUR));
    assert_eq!(policy.penalties.indemnity, None);
    assert_eq!(policy.penalties.rate, None);
    assert_eq!(policy.ageing.bands, [30, 60, 90]);
    assert_eq!((policy.terms.default, policy.terms.end_of_month), (None, EndOfMonth::AfterDays));
    let levels: Vec<(&str, Trigger, Channel, Option<u32>)> = policy.procedures[0]
        .levels
        .iter()
        .map(|level| (level.template.as_str(), level.trigger, level.channel, level.payment_deadline_days))
        .collect();
    assert_eq!(
        levels,
        [
            ("pre-due", Trigger::AfterDue(-5), Channel::Email, None),
            ("reminder", Trigger::AfterDue(4), Channel::Email, None),
            ("second-reminder", Trigger::AfterPrevious(7), Channel::Email, None),
            ("call", Trigger::AfterPrevious(7), Channel::Phone, None),
            ("penalty-letter", Trigger::AfterPrevious(8), Channel::Letter, Some(8)),
            ("formal-notice", Trigger::AfterPrevious(10), Channel::Registered, Some(15)),
        ]
    );
    assert!(policy.procedures[0].levels[5].formal_notice && policy.procedures[0].levels[4].claims_penalties);
}

/// The keys that serde knows are found by asking for one that does not exist.
#[test]
fn fr_b2b_documents_every_key() {
    let text = builtin::text("fr-b2b").unwrap();
    for (table, header) in [
        ("", ""),
        ("creditor", "[creditor]"),
        ("letters", "[letters]"),
        ("page", "[letters.page]"),
        ("margins", "[letters.page.margins]"),
        ("window", "[letters.page.window]"),
        ("terms", "[terms]"),
        ("penalties", "[penalties]"),
        ("allocation", "[allocation]"),
        ("ageing", "[ageing]"),
        ("deadlines", "[deadlines]"),
        ("score", "[score]"),
        ("kpi", "[kpi]"),
        ("sector", "[kpi.sector]"),
        ("check", "[check]"),
        ("files", "[files]"),
        ("rates", "[rates]"),
        ("import.x", "[import.x]"),
        ("procedure", "[[procedure]]"),
        ("level", "[[procedure]]\n[[procedure.level]]"),
    ] {
        let findings = load(&format!("{header}\nno_such_key = 1\n"), "x").unwrap_err();
        let unknown = findings.iter().find(|finding| finding.code == crate::diag::code::policy::POLICY_KEY_UNKNOWN);
        let help = unknown.unwrap_or_else(|| panic!("[{table}] takes any key")).help.clone().unwrap().en;
        let keys = help.strip_prefix("known keys: ").unwrap_or_else(|| panic!("{help}"));
        for key in keys.split(", ") {
            let written = ["\n", "\n# ", "\n#   ", "[", ".", "[files.", "myprogram."]
                .iter()
                .any(|start| ["=", " ", "]", "."].iter().any(|end| text.contains(&format!("{start}{key}{end}"))));
            assert!(written, "{key} of [{table}] is not documented");
        }
    }
}

#[test]
fn what_is_written_overrides_and_the_rest_stays() {
    let policy = load(
        "language = \"en\"\n[penalties]\nrate = \"legal*3\"\nindemnity = \"0\"\n[terms]\ndefault = \"45 jours fin de mois\"\nend_of_month = \"before-days\"\ncategory = \"transport\"\n\
         [allocation]\ntolerance = \"0.05\"\ncredit_notes = \"from-origin\"\n[creditor]\nname = \" Moreau \"\ncity = \"\"\n\
         [check.severity]\ndate-distant = \"ignore\"\n",
        "policy.toml",
    )
    .unwrap();
    assert_eq!(policy.language, Lang::En);
    assert_eq!(policy.penalties.rate, Some(RateRule::Times(Series::Legal, Decimal::from(3))));
    assert_eq!(policy.penalties.indemnity, Some(Amount::ZERO));
    assert_eq!(policy.penalties.rounding, Rounding::Piece);
    assert_eq!(policy.terms.default, Terms::parse("45 days end of month"));
    // Reading B, though the words are those of both: 17 May, 31 May, 45 days.
    let due = policy.terms.meaning(None).unwrap().due_date(day("2026-05-17"));
    assert_eq!((due, policy.terms.category.unwrap().category), (day("2026-07-15"), "transport"));
    assert_eq!(policy.allocation.tolerance.of(Currency::EUR), eur("0.05"));
    assert_eq!(policy.allocation.credit_notes, CreditNotesFrom::Origin);
    assert_eq!((policy.creditor.name.as_deref(), policy.creditor.city), (Some("Moreau"), None));
    assert_eq!(policy.check.severity.get("date-distant"), Some(&None));
    assert_eq!(policy.procedures.len(), builtin::fr_b2b().procedures.len());
}

#[test]
fn a_written_procedure_replaces_all_and_takes_what_it_leaves_out_from_the_default_one() {
    let text = "[[procedure]]\nname = \"court\"\nkinds = [\"consumer\"]\nsegments = [\"grands comptes\"]\nholidays = \"alsace-moselle\"\n\
                [[procedure.level]]\nname = \"rappel\"\ndays_after_due = 1\nchannel = \"letter\"\nmin_amount = \"15.00\"\n\
                [[procedure.level]]\nname = \"dernier\"\ndays_after_previous = 5\nchannel = \"registered\"\ntemplate = \"formal-notice\"\n";
    let policy = load(text, "policy.toml").unwrap();
    let [procedure] = policy.procedures.as_slice() else { panic!("one procedure") };
    assert_eq!((procedure.name.as_str(), procedure.holidays), ("court", Holidays::AlsaceMoselle));
    assert_eq!(procedure.promise_grace_days, builtin::fr_b2b().procedures[0].promise_grace_days);
    assert_eq!(procedure.levels.len(), 2);
    assert_eq!(procedure.levels[0].template, "rappel");
    assert_eq!(procedure.levels[0].min_amount, BTreeMap::from([(Currency::EUR, eur("15.00"))]));
    assert_eq!(procedure.levels[1].template, "formal-notice");
}

#[test]
fn under_another_law_french_holidays_are_not_kept_unless_a_procedure_says_so() {
    let holidays = |text: &str| load(text, "policy.toml").unwrap().procedures[0].holidays;
    let own = "[[procedure]]\nname = \"own\"\n[[procedure.level]]\nname = \"first\"\ndays_after_due = 1\nchannel = \"email\"\n";
    assert_eq!(holidays("extends = \"gb-b2b\"\n"), Holidays::None);
    assert_eq!(holidays("[penalties]\nlaw = \"de\"\n"), Holidays::None);
    assert_eq!(holidays(&format!("extends = \"ie-b2b\"\n{own}")), Holidays::None);
    let named = own.replace("name = \"own\"", "name = \"own\"\nholidays = \"alsace-moselle\"");
    assert_eq!(holidays(&format!("extends = \"de-b2b\"\n{named}")), Holidays::AlsaceMoselle);
    assert_eq!(holidays(own), Holidays::France);
}

#[test]
fn dialects_and_mappings_are_read() {
    let text = "[files]\nencoding = \"windows-1252\"\n[files.payments]\ndecimal = \"comma\"\n\
                [import.ibm]\ndate_order = \"month-first\"\n[import.ibm.invoices]\ninvoice_id = \"invoiceNumber\"\n\
                [import.ibm.fixed]\n\"invoices.currency\" = \"USD\"\n";
    let policy = load(text, "policy.toml").unwrap();
    let payments = policy.files.of(FileRole::Payments);
    assert_eq!((payments.encoding, payments.decimal), (Some(Encoding::Windows1252), Some(DecimalMark::Comma)));
    assert_eq!(policy.files.of(FileRole::Invoices).decimal, None);
    let ibm = &policy.imports["ibm"];
    assert_eq!(ibm.dialect.date_order, Some(DateOrder::MonthFirst));
    assert_eq!(ibm.invoices["invoice_id"], "invoiceNumber");
    assert_eq!(ibm.fixed["invoices.currency"], "USD");
}

#[test]
fn all_faults_are_shown_at_once_in_the_order_of_the_file() {
    let text = "languge = \"fr\"\ncurrency = \"EURO\"\n\n[penalties]\nrate = 12.5\n  rounding = \"peice\"\nindemnity = \"40,00\"\n\
                [ageing]\nbands = [30, 20]\n[score]\nserious_days = \"30\"\n";
    assert_eq!(
        faults(text),
        "\
error[policy-key-unknown]: `languge` is not a key that a policy knows
  --> policy.toml:1:1: \"languge\"
  = did you mean `language`? known keys: extends, language, currency, customer_kind, creditor, letters, terms, penalties, \
allocation, ageing, deadlines, score, kpi, check, plan, bank, files, rates, import, procedure
error[policy-value-invalid]: the value of `currency` cannot be used
  --> policy.toml:2:12: \"EURO\"
  = expected a code of ISO 4217 such as \"EUR\"
error[policy-value-invalid]: the value of `penalties.rate` cannot be used
  --> policy.toml:5:8: \"12.5\"
  = expected a text in quotes: \"12.5\"
error[policy-value-invalid]: `penalties.rounding` does not know the word \"peice\"
  --> policy.toml:6:14: \"peice\"
  = did you mean `piece`? known words: piece, total, day
error[policy-value-invalid]: the value of `penalties.indemnity` cannot be used
  --> policy.toml:7:13: \"40,00\"
  = expected \"statutory\", or digits with a point before the cents, such as \"40.00\"
error[policy-value-invalid]: the value of `ageing.bands` cannot be used
  --> policy.toml:9:9: \"[30, 20]\"
  = expected the last day of each band, rising, such as [30, 60, 90]
error[policy-value-invalid]: the value of `score.serious_days` cannot be used
  --> policy.toml:11:16: \"30\"
  = expected a whole number, without quotes
"
    );
}

#[test]
fn faults_of_syntax_come_together_too() {
    let shown = faults("language = \n[penalties\nrate = \"1\"\n= 3\n");
    assert!(shown.matches("error[policy-syntax]").count() >= 2, "{shown}");
    assert!(shown.contains("policy.toml:1:"), "{shown}");
}

#[test]
fn procedures_are_checked_as_a_whole() {
    let text = "[[procedure]]\nname = \"a\"\nkinds = [\"public\"]\n[[procedure.level]]\nname = \"x\"\ndays_after_previous = 4\nchannel = \"email\"\n\
                [[procedure.level]]\nname = \"x\"\ndays_after_due = 4\nchannel = \"mail\"\n\
                [[procedure.level]]\nname = \"../y\"\ndays_after_due = 4\nchannel = \"email\"\n\
                [[procedure]]\nname = \"a\"\nkinds = [\"public\"]\n";
    let shown = faults(text);
    for part in [
        "policy.toml:6:23: \"4\"\n  = expected days_after_due: no level comes before the first one",
        "two levels of a procedure are called \"x\"\n  --> policy.toml:9:8: \"x\"\n  --> policy.toml:5:8",
        "does not know the word \"mail\"\n  --> policy.toml:11:11: \"mail\"\n  = did you mean `email`?",
        "policy.toml:13:8: \"../y\"",
        "policy.toml:14:18: \"4\"\n  = expected a day later than the level before it",
        "two procedures are called \"a\"",
        "two procedures are for the kind \"public\"",
        "error[policy-key-missing]: `level` is missing in [[procedure]]\n  --> policy.toml:16:1",
    ] {
        assert!(shown.contains(part), "{part}\n---\n{shown}");
    }
}

#[test]
fn a_former_name_of_a_level_is_nothing_elses() {
    let level = |keys: &str| format!("[[procedure.level]]\n{keys}\ndays_after_previous = 4\nchannel = \"email\"\n");
    let first = level("name = \"x\"\nformerly = [\"r\", \" \"]").replace("previous", "due");
    let text = format!("[[procedure]]\nname = \"a\"\nkinds = [\"public\"]\n{first}");
    let shown = faults(&(text + &level("name = \"y\"\nformerly = [\"r\"]") + &level("name = \"r\"")));
    for part in [
        "a level of the procedure is called \"r\" already, today or formerly\n  --> policy.toml:11:13: \"r\"",
        "two levels of a procedure are called \"r\"",
        "expected a level that events.csv has recorded",
    ] {
        assert!(shown.contains(part), "{part}\n---\n{shown}");
    }
}

#[test]
fn odd_files_are_refused_without_a_panic() {
    for text in [
        "creditor = 5",
        "procedure = 5",
        "procedure = [5, 6]",
        "procedure = []",
        "extends = \"fr-b2c\"",
        "[import]\nx = 3",
        "[import.x.fixed]\ncurrency = \"EUR\"",
        "[check.severity]\ndate-distnat = \"note\"",
        "[check.thresholds]\nover_90_share = \"> 15\"",
        "[ageing]\nbands = [\"é\", 30]",
        "[score]\ngrades = [80, 60, 40]",
        "[score]\nserious_days = 99999999999999999999",
        "language = 2026-01-01",
        "[penalties]\nrate = inf",
        "\u{0}",
        "[[procedure]]\nname = \"n\"\nkinds = [1, \"publik\"]",
        "[score]\nwatch_below = 10",
    ] {
        let shown = faults(text);
        assert!(shown.starts_with("error[policy-"), "{text}: {shown}");
        for lang in [Lang::Fr, Lang::En] {
            load(text, "p").unwrap_err().iter().for_each(|finding| assert!(!render(finding, lang).is_empty()));
        }
    }
}

#[test]
fn minimums_are_in_the_policys_currency_or_in_those_that_are_named() {
    let level =
        "[[procedure]]\nname = \"a\"\n[[procedure.level]]\nname = \"x\"\ndays_after_due = 4\nchannel = \"email\"\n";
    let minimums = |text: &str| {
        let policy = load(&format!("currency = \"USD\"\n{level}min_amount = {text}\n"), "policy.toml").unwrap();
        let minimums = &policy.procedures[0].levels[0].min_amount;
        minimums.iter().map(|(currency, amount)| format!("{} {}", currency.code(), amount.minor())).collect::<Vec<_>>()
    };
    assert_eq!(minimums("\"15.00\""), ["USD 1500"]);
    assert_eq!(minimums("{ EUR = \"15.00\", JPY = \"2000\" }"), ["EUR 1500", "JPY 2000"]);
    for (text, place) in [
        ("15", "policy.toml:7:14: \"15\"\n  = expected a text in quotes: \"15\""),
        ("\"15,00\"", "policy.toml:7:14: \"15,00\""),
        ("{ EURO = \"15.00\" }", "policy.toml:7:16: \"EURO\""),
        ("{ EUR = \"x\" }", "policy.toml:7:22: \"x\""),
        ("{ EUR = 15 }", "policy.toml:7:22: \"15\"\n  = expected a text in quotes: \"15\""),
    ] {
        let shown = faults(&format!("{level}min_amount = {text}\n"));
        assert!(shown.contains(place), "{text}: {shown}");
    }
}

#[test]
fn what_a_level_waits_for_and_weighs_is_checked() {
    let level = |keys: &str| {
        let first = "[[procedure]]\nname = \"a\"\n[[procedure.level]]\nname = \"x\"\nchannel = \"email\"\ndays_after_month_end = 0\n";
        format!("{first}[[procedure.level]]\nname = \"y\"\nchannel = \"email\"\n{keys}")
    };
    assert!(load(&level("days_after_due = 0\n"), "policy.toml").is_ok());
    for (keys, part) in [
        ("days_after_month_end = 0\n", "policy.toml:10:24: \"0\"\n  = expected a day later than the level before it"),
        (
            "days_after_due = 4\ndays_after_month_end = 9\n",
            "policy.toml:11:24: \"9\"\n  = expected one of days_after_due,",
        ),
        ("", "`days_after_due` is missing in [[procedure.level]]\n  --> policy.toml:7:1"),
        ("days_after_due = 4\nmin_percent = \"100.5\"\n", "policy.toml:11:15: \"100.5\""),
    ] {
        let shown = faults(&level(keys));
        assert!(shown.contains(part), "{keys}: {shown}");
    }
}

/// What C. civ. 1231-6, C. com. L441-10 and CCP L2192-13 make of each kind of customer, whatever policy is taken.
#[test]
fn every_ready_policy_serves_each_kind_of_customer_as_the_law_wants() {
    for name in builtin::names() {
        let policy = builtin::get(name).unwrap();
        let for_kind = |kind| {
            let own = policy.procedures.iter().find(|procedure| procedure.kinds.contains(&kind));
            own.unwrap_or_else(|| policy.default_procedure())
        };
        for kind in [CustomerKind::Business, CustomerKind::Public, CustomerKind::Consumer] {
            let levels = &for_kind(kind).levels;
            let formal = levels.iter().position(|level| level.formal_notice);
            assert_eq!(formal, Some(levels.len() - 1), "{name}: the formal notice is the last level");
            let claims = levels.iter().position(|level| level.claims_penalties).unwrap();
            assert!(kind != CustomerKind::Consumer || Some(claims) == formal || name == "fr-public", "{name} {kind:?}");
            assert!(levels.iter().all(|level| !level.claims_penalties || level.channel >= Channel::Letter), "{name}");
        }
        let text = builtin::text(name).unwrap();
        assert!(text.lines().filter(|line| line.starts_with('#')).count() > 4, "{name} says what it is for");
    }
}

#[test]
fn a_level_is_called_as_the_policy_says_else_as_the_built_in_ones_are() {
    let level = |keys: &str| {
        let text = format!(
            "[[procedure]]\nname = \"p\"\nkinds = [\"business\"]\n[[procedure.level]]\ndays_after_due = 3\n\
             channel = \"email\"\n{keys}\n"
        );
        let policy = load(&text, "policy.toml").unwrap();
        let label = policy.procedures[0].levels[0].label.clone();
        (label.en, label.fr)
    };
    let named = |en: &str, fr: &str| (en.to_owned(), fr.to_owned());
    assert_eq!(level("name = \"formal-notice\""), named("formal notice", "mise en demeure"));
    assert_eq!(
        level("name = \"formal-notice\"\nlabel = { fr = \"dernière mise en demeure\" }"),
        named("formal notice", "dernière mise en demeure")
    );
    // What the user has one word for is called so in both languages.
    assert_eq!(level("name = \"x-1\"\nlabel = { fr = \"visite\" }"), named("visite", "visite"));
    assert_eq!(level("name = \"x-1\""), named("x-1", "x-1"));
}
