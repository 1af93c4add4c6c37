# The aged balance in awk: mawk -F, -f age.awk payments.csv invoices.csv > output.csv, in the folder.
function days(date,    year, month) { # counted from some day in the past
    year = substr(date, 1, 4); month = substr(date, 6, 2)
    if (month < 3) { year--; month += 12 }
    return 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * (month - 3) + 2) / 5) + substr(date, 9)
}
BEGIN { today = "2026-03-31"; now = days(today) }
FNR == 1 { file++; next }
file == 1 { if ($3 <= today) paid[$5] += int(100 * $4 + 0.5); next }
$3 <= today {
    cents = int(100 * $5 + 0.5) - paid[$1]
    if (cents == 0) next
    late = now - days($4)
    band = late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4
    row = $2 "," $6
    seen[row]
    sum[row, band] += cents
}
END {
    print "customer_id,currency,not_due,d1_30,d31_60,d61_90,d91_plus,total"
    for (row in seen) {
        total = 0; line = row
        for (band = 0; band < 5; band++) { total += sum[row, band]; line = line sprintf(",%.2f", sum[row, band] / 100) }
        printf "%s,%.2f\n", line, total / 100 | "LC_ALL=C sort"
    }
}
