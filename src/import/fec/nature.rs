//! What a line on a customer's account is, from the other lines of its entry: journals' codes are free, accounts are
//! not (plan comptable général).

/// What the account of a line, other than a customer's, says of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Sales and their VAT: 70, 4457, invoices to be issued (418), deferred income (487), other current income.
    Sales,
    /// Discount granted: 665, 709.
    Discount,
    /// Money: 50, 51, 53, 58; what the bank kept for itself (627) was paid by the customer too.
    Bank,
    /// Claims given up: 654, 6714.
    WriteOff,
    /// Late-payment interest charged: 763.
    Interest,
    /// Deposits received: 4191.
    Deposit,
    /// Bills of exchange: 413.
    Bill,
    /// Other expenses and income: rounding, differences.
    Difference,
    /// Everything else: doubtful customers (416), suppliers, associates...
    Other,
}

impl Side {
    /// How many there are.
    pub(super) const COUNT: usize = Side::Other as usize + 1;

    /// Returns what an account says.
    pub(super) fn of(account: &[u8]) -> Side {
        let begins = |prefixes: &[&[u8]]| prefixes.iter().any(|prefix| account.starts_with(prefix));
        match account {
            _ if begins(&[b"665", b"709"]) => Side::Discount,
            _ if begins(&[b"654", b"6714"]) => Side::WriteOff,
            _ if begins(&[b"763"]) => Side::Interest,
            _ if begins(&[b"4191"]) => Side::Deposit,
            _ if begins(&[b"413"]) => Side::Bill,
            _ if begins(&[b"50", b"51", b"53", b"58", b"627"]) => Side::Bank,
            _ if begins(&[b"758", b"76", b"77", b"78", b"65", b"66", b"67"]) => Side::Difference,
            _ if begins(&[b"7", b"4457", b"4458", b"418", b"487"]) => Side::Sales,
            _ => Side::Other,
        }
    }
}

/// Debit less credit of an entry's other lines, by what they say.
pub(super) type Sides = [i64; Side::COUNT];

/// What a debit of a customer's account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Debit {
    /// An invoice.
    Invoice,
    /// An invoice for money on account.
    Deposit,
    /// A note of penalties.
    Penalty,
    /// A payment taken back, a bill that was not paid, or money paid out to him.
    Returned,
    /// A claim that no invoice is known for.
    Other,
}

/// Returns what a debit is.
pub(super) fn debit(sides: &Sides) -> Debit {
    let credited = |side: Side| sides[side as usize] < 0;
    if credited(Side::Sales) {
        Debit::Invoice
    } else if credited(Side::Deposit) {
        Debit::Deposit
    } else if credited(Side::Interest) {
        Debit::Penalty
    } else if credited(Side::Bank) || credited(Side::Bill) {
        Debit::Returned
    } else {
        Debit::Other
    }
}

/// Returns what of a debit takes a payment back, where the rest is claimed besides: 115 for a direct debit of 100 that
/// the bank rejected, and 15 of fees that are charged on. `is_alone`: the entry has no other line of customers. Only
/// who paid that sum before can have it taken back: what was laid out for him is a part of his invoice.
pub(super) fn taken_back(sides: &Sides, amount: i64, is_alone: bool) -> Option<i64> {
    let credited = |side: Side| (-sides[side as usize]).max(0);
    let money = credited(Side::Bank) + credited(Side::Bill);
    let claimed = credited(Side::Sales) + credited(Side::Interest);
    (is_alone && money > 0 && claimed > 0 && money < amount).then_some(money)
}

/// What a credit of a customer's account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Credit {
    /// A credit note.
    Note,
    /// A discount, or a difference given up: it lowers the claim, and is no payment.
    Discount,
    /// Money received.
    Payment,
    /// A claim given up as lost.
    WriteOff,
    /// Set against something else than money: a bill, a supplier's account, another customer.
    SetOff,
}

/// Splits a credit into what it is made of. `is_alone`: the entry has no other credit on a customer's account.
pub(super) fn credit(sides: &Sides, amount: i64, is_alone: bool) -> [(Credit, i64); 2] {
    let debited = |side: Side| sides[side as usize].max(0);
    let money = debited(Side::Bank);
    let given_up = if debited(Side::WriteOff) > 0 { Credit::WriteOff } else { Credit::Discount };
    let is_given_up = [Side::WriteOff, Side::Discount, Side::Difference].into_iter().any(|side| debited(side) > 0);
    if money > 0 {
        // 980 in the bank, 20 of discount: the customer's account has one line of 1,000.
        return if is_given_up && is_alone && money < amount {
            [(Credit::Payment, money), (given_up, amount - money)]
        } else {
            [(Credit::Payment, amount), (given_up, 0)]
        };
    }
    let whole = if debited(Side::WriteOff) > 0 {
        Credit::WriteOff
    } else if debited(Side::Discount) > debited(Side::Sales) {
        Credit::Discount
    } else if debited(Side::Sales) > 0 {
        Credit::Note
    } else if [Side::Deposit, Side::Bill, Side::Other].into_iter().any(|side| debited(side) > 0) {
        Credit::SetOff
    } else if debited(Side::Difference) > 0 {
        Credit::Discount
    } else {
        Credit::SetOff
    };
    [(whole, amount), (Credit::SetOff, 0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sides of an entry, from its other lines: account, debit less credit.
    fn sides(lines: &[(&str, i64)]) -> Sides {
        let mut sides = [0; Side::COUNT];
        for (account, amount) in lines {
            sides[Side::of(account.as_bytes()) as usize] += amount;
        }
        sides
    }

    #[test]
    fn a_debit_is_told_by_what_is_credited() {
        assert_eq!(debit(&sides(&[("701000", -10_000), ("445710", -2000)])), Debit::Invoice);
        // An invoice after a deposit: the deposit is taken off, the sale tells what it is.
        assert_eq!(debit(&sides(&[("706000", -10_000), ("419100", 3000), ("445710", -2000)])), Debit::Invoice);
        assert_eq!(debit(&sides(&[("752000", -80_000)])), Debit::Invoice);
        assert_eq!(debit(&sides(&[("419100", -3000)])), Debit::Deposit);
        assert_eq!(debit(&sides(&[("763100", -1200)])), Debit::Penalty);
        assert_eq!(debit(&sides(&[("512000", -5000)])), Debit::Returned);
        assert_eq!(debit(&sides(&[("413000", -5000)])), Debit::Returned);
        assert_eq!(debit(&sides(&[("778000", -1)])), Debit::Other);
        assert_eq!(debit(&sides(&[("401000", -100)])), Debit::Other);
    }

    #[test]
    fn fees_that_are_charged_on_are_claimed_beside_what_is_taken_back() {
        let entry = sides(&[("512000", -10_000), ("708500", -1500)]);
        assert_eq!(taken_back(&entry, 11_500, true), Some(10_000));
        assert_eq!(taken_back(&entry, 11_500, false), None);
        // The bank kept 10 of fees of its own.
        let entry = sides(&[("512000", -11_000), ("627800", 1000), ("708500", -1250), ("445710", -250)]);
        assert_eq!(taken_back(&entry, 11_500, true), Some(10_000));
        assert_eq!(taken_back(&sides(&[("512000", -10_000)]), 10_000, true), None);
        assert_eq!(taken_back(&sides(&[("706000", -10_000)]), 10_000, true), None);
    }

    #[test]
    fn a_credit_is_told_by_what_is_debited() {
        let whole = |lines: &[(&str, i64)], amount| credit(&sides(lines), amount, true)[0];
        assert_eq!(whole(&[("701000", 10_000), ("445710", 2000)], 12_000), (Credit::Note, 12_000));
        assert_eq!(whole(&[("709700", 500)], 500), (Credit::Discount, 500));
        assert_eq!(whole(&[("512000", 5000)], 5000), (Credit::Payment, 5000));
        assert_eq!(whole(&[("511200", 5000)], 5000), (Credit::Payment, 5000));
        // The bank keeps its fee: the customer paid the whole.
        assert_eq!(whole(&[("512000", 9500), ("627800", 500)], 10_000), (Credit::Payment, 10_000));
        assert_eq!(whole(&[("654000", 10_000), ("445710", 2000)], 12_000), (Credit::WriteOff, 12_000));
        assert_eq!(whole(&[("413000", 7000)], 7000), (Credit::SetOff, 7000));
        assert_eq!(whole(&[("678000", 1)], 1), (Credit::Discount, 1));
    }

    #[test]
    fn a_payment_less_discount_is_two_things() {
        // 980 in the bank, 16.67 of discount and 3.33 of its VAT: 1,000 on the customer's account.
        let entry = sides(&[("512000", 98_000), ("665000", 1667), ("445710", 333)]);
        assert_eq!(credit(&entry, 100_000, true), [(Credit::Payment, 98_000), (Credit::Discount, 2000)]);
        // With two customers in the entry nobody can tell whose discount it is.
        assert_eq!(credit(&entry, 60_000, false)[0], (Credit::Payment, 60_000));
    }
}
