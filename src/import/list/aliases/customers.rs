//! What the columns of a list say of customers. One without a code is known by his name.

use super::words::{
    CALLED, CODE_OR_NAME, CUSTOMER, CUSTOMER_KIND, CUSTOMER_MORE, FIRST_NAME, LANGUAGE, NAME, Names, TERMS,
};
use super::{Found, Header, Samples, name_of};
use crate::input::columns::Column;
use crate::input::words::{self, CUSTOMER_KINDS, LANGUAGES};
use crate::law::terms::Terms;
use crate::model::FileRole;

pub(super) fn of(header: &mut Header<'_>, samples: Samples<'_>) -> Found {
    let mut found = Found::default();
    add(header, &mut found, samples);
    // What else is said under such a name, as a way to pay, is none of ours.
    let is_terms = |at: &usize| samples(&header.names[*at]).iter().all(|cell| Terms::parse(cell).is_some());
    let terms = header.find(TERMS).filter(is_terms).map(|at| header.take_at(at));
    let customers = &mut found.written.customers;
    customers.extend(terms.map(|theirs| ("terms".to_owned(), theirs)));
    let [id, name] = ["customer_id", "name"].map(|ours| customers.get(ours));
    // A code and a name are enough where the list has nothing else.
    let is_directory = id != name && header.named() == 2;
    match id {
        None => found.open.push(("customers", "customer_id")),
        Some(_) if customers.len() > 2 || is_directory => {}
        Some(_) if id == name => found.open.push(("customers", "name")),
        Some(_) => found.open.push(("customers", "email")),
    }
    found
}

pub(super) fn add(header: &mut Header<'_>, found: &mut Found, samples: Samples<'_>) {
    let (id, name) = (code(header, samples), header.take(NAME));
    if id.is_none()
        && let (Some(name), Some(first)) = (&name, header.find(FIRST_NAME))
    {
        found.first_name = Some((name.clone(), header.names[first].clone()));
    }
    let customers = &mut found.written.customers;
    let code = id.clone().or_else(|| name.clone());
    customers.extend(code.map(|theirs| ("customer_id".to_owned(), theirs)));
    customers.extend(name.or(id).map(|theirs| ("name".to_owned(), theirs)));
    // Other lists tell kinds of their own: of customers it is where one of ours stands there.
    let kind = worded(header, samples, CUSTOMER_KIND, |cell| words::find(CUSTOMER_KINDS, cell).is_some());
    let language = worded(header, samples, LANGUAGE, |cell| words::find(LANGUAGES, cell).is_some());
    for (column, theirs) in [(Column::Kind, kind), (Column::Language, language)] {
        customers.extend(theirs.map(|theirs| (name_of(FileRole::Customers, column).to_owned(), theirs)));
    }
    for (column, names) in CUSTOMER_MORE {
        let theirs = header.take(names);
        customers.extend(theirs.map(|theirs| (name_of(FileRole::Customers, *column).to_owned(), theirs)));
    }
}

/// Takes the column of one of the names in which a cell is a word that is known.
fn worded(header: &mut Header<'_>, samples: Samples<'_>, names: Names, is_known: fn(&str) -> bool) -> Option<String> {
    let at = header.find(names)?;
    samples(&header.names[at]).iter().any(|cell| is_known(cell)).then(|| header.take_at(at))
}

/// Takes the column of the customer's code: one that is called so, else one that may be a name, has another name beside
/// it, and holds codes.
pub(super) fn code(header: &mut Header<'_>, samples: Samples<'_>) -> Option<String> {
    header.take(CUSTOMER).or_else(|| {
        let at = header.find(CODE_OR_NAME)?;
        let has_name = header.free().any(|other| other != at && header.is_one_of(other, CALLED));
        let cells = samples(&header.names[at]);
        let are_codes = !cells.is_empty() && cells.iter().all(|cell| is_code(cell));
        (has_name && are_codes).then(|| header.take_at(at))
    })
}

/// Tells whether a cell is written like a code: in one word, with a digit or in capitals.
fn is_code(cell: &str) -> bool {
    let is_one_word = !cell.contains(char::is_whitespace) && cell.chars().count() <= 20;
    is_one_word && (cell.contains(|c: char| c.is_ascii_digit()) || !cell.contains(char::is_lowercase))
}
