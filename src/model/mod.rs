//! The words of the field as types: amounts, dates, customers, invoices, payments, events, and the
//! [`Ledger`] that holds them once every reference between them is known to be sound.
//!
//! Nothing here reads a file, prints, or decides anything; everything else imports from here.

pub mod amount;
mod compact;
pub mod cores;
pub mod country;
pub mod currency;
pub mod customer;
pub mod date;
pub mod dialect;
pub mod digits;
pub mod discount;
pub mod email;
pub mod event;
pub mod figures;
pub mod guard;
pub mod invoice;
pub mod lang;
pub mod ledger;
pub mod lines;
pub mod mentions;
pub mod name_words;
mod order;
pub mod paths;
pub mod payment;
pub mod plain;
pub mod rate;
pub mod receipt;
pub mod refused;
pub mod return_reason;
pub mod selection;
mod several;
pub mod shell;
pub mod source;
pub mod status;
pub mod text;
pub mod unread;
pub mod visible;

pub use amount::Amount;
pub use compact::compact;
pub use currency::Currency;
pub use customer::{Customer, CustomerId, CustomerKind, CustomerMore};
pub use date::Date;
pub use discount::{Discount, DiscountTerms, DiscountTier};
pub use event::{Event, EventKind};
pub use invoice::{Invoice, InvoiceKind, InvoiceMore, InvoiceNo, ItemId};
pub use lang::{Bilingual, Lang, Term};
pub use ledger::Ledger;
pub use lines::Lines;
pub use mentions::Mentions;
pub use payment::{Payment, PaymentId, PaymentKind, PaymentMore};
pub use rate::Rate;
pub use receipt::{Decision, Receipt};
pub use return_reason::{ReturnCause, ReturnReason};
pub use selection::Selection;
pub use several::several;
pub use source::FileRole;
pub use status::InvoiceStatus;
pub use text::{TextId, Texts};
