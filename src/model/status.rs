//! The life-cycle statuses of French electronic invoices (200 to 228), as the platforms send them.

/// One such status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceStatus(u16);

impl InvoiceStatus {
    /// The buyer refused the invoice.
    pub const REFUSED: InvoiceStatus = InvoiceStatus(210);
    /// A platform rejected the invoice.
    pub const REJECTED: InvoiceStatus = InvoiceStatus(213);

    /// Returns the status of a number as the files write it; nothing for a number that is no status.
    pub fn parse(text: &str) -> Option<InvoiceStatus> {
        let is_number = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        let number: u16 = text.parse().ok().filter(|_| is_number)?;
        matches!(number, 200..=214 | 220..=228).then_some(InvoiceStatus(number))
    }

    /// Returns its number.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Tells whether the invoice itself is turned down: it has to be corrected and issued again.
    pub const fn turns_down(self) -> bool {
        matches!(self, InvoiceStatus::REFUSED | InvoiceStatus::REJECTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_statuses_are_read() {
        assert_eq!(InvoiceStatus::parse("211").map(InvoiceStatus::number), Some(211));
        for text in ["199", "215", "229", "0211", "21", "+21", "211 ", "notice", ""] {
            assert_eq!(InvoiceStatus::parse(text), None, "{text}");
        }
    }
}
