//! What policy files say and how their faults are shown.

use rust_decimal::Decimal;

use super::*;
use crate::diag::render;
use crate::model::Lang;
use crate::model::dialect::{DateOrder, DecimalMark, Encoding};
use crate::testing::{day, eur};

fn faults(text: &str) -> String {
    let found = load(text, "policy.toml").expect_err("the policy has faults");
    found.iter().map(|finding| render(finding, Lang::En)).collect()
}

#[test]
fn every_built_in_policy_is_sound_and_fr_b2b_says_the_defaults() {
    assert_eq!(builtin::names().collect::<Vec<_>>(), ["fr-b2b", "fr-public", "fr-consumer"]);
    for name in builtin::names() {
        assert!(builtin::get(name).is_some());
        assert!(load(builtin::text(name).unwrap(), name).is_ok(), "{name} written out by init");
    }
    let policy = builtin::fr_b2b();
    assert_eq!((policy.language, policy.currency), (Lang::Fr, Currency::EUR));
    assert_eq!(policy.penalties.indemnity, eur("40.00"));
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
    assert_eq!(policy.penalties.rate, Some(RateRule::LegalTimes(Decimal::from(3))));
    assert_eq!(policy.penalties.indemnity, Amount::ZERO);
    assert_eq!(policy.penalties.rounding, Rounding::Piece);
    assert_eq!(policy.terms.default, Terms::parse("45 days end of month"));
    // Reading B, though the words are those of both: 17 May, 31 May, 45 days.
    let due = policy.terms.meaning(None).unwrap().due_date(day("2026-05-17"));
    assert_eq!((due, policy.terms.category.unwrap().category), (day("2026-07-15"), "transport"));
    assert_eq!(policy.allocation.tolerance, Decimal::new(5, 2));
    assert_eq!(policy.allocation.credit_notes, CreditNotesFrom::Origin);
    assert_eq!((policy.creditor.name.as_deref(), policy.creditor.city), (Some("Moreau"), None));
    assert_eq!(policy.check.severity.get("date-distant"), Some(&None));
    assert_eq!(policy.procedures.len(), 1);
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
    assert_eq!((procedure.levels[0].template.as_str(), procedure.levels[0].min_amount), ("rappel", eur("15.00")));
    assert_eq!(procedure.levels[1].template, "formal-notice");
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
  = did you mean `language`? known keys: extends, language, currency, customer_kind, creditor, terms, penalties, \
allocation, ageing, deadlines, score, kpi, check, files, import, procedure
error[policy-value-invalid]: the value of `currency` cannot be used
  --> policy.toml:2:12: \"EURO\"
  = expected a code of ISO 4217 such as \"EUR\"
error[policy-value-invalid]: the value of `penalties.rate` cannot be used
  --> policy.toml:5:8: \"12.5\"
  = expected a text in quotes: \"12.5\"
error[policy-value-invalid]: `penalties.rounding` does not know the word \"peice\"
  --> policy.toml:6:14: \"peice\"
  = did you mean `piece`? known words: piece, total
error[policy-value-invalid]: the value of `penalties.indemnity` cannot be used
  --> policy.toml:7:13: \"40,00\"
  = expected digits with a point before the cents, such as \"40.00\"
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
