-- The aged balance in SQLite: sqlite3 :memory: < age.sql, in the folder.
.mode csv
.import invoices.csv invoices
.import payments.csv payments
.headers on
.output output.csv
WITH paid AS (
    SELECT invoice_id, sum(CAST(round(100 * amount) AS INTEGER)) AS cents
    FROM payments WHERE date <= '2026-03-31' GROUP BY invoice_id
), open AS (
    SELECT customer_id, currency, julianday('2026-03-31') - julianday(due_date) AS late,
        CAST(round(100 * amount) AS INTEGER) - coalesce(cents, 0) AS cents
    FROM invoices LEFT JOIN paid USING (invoice_id) WHERE issue_date <= '2026-03-31'
)
SELECT customer_id, currency,
    sum(CASE WHEN late <= 0 THEN cents ELSE 0 END) AS not_due,
    sum(CASE WHEN late BETWEEN 1 AND 30 THEN cents ELSE 0 END) AS d1_30,
    sum(CASE WHEN late BETWEEN 31 AND 60 THEN cents ELSE 0 END) AS d31_60,
    sum(CASE WHEN late BETWEEN 61 AND 90 THEN cents ELSE 0 END) AS d61_90,
    sum(CASE WHEN late > 90 THEN cents ELSE 0 END) AS d91_plus,
    sum(cents) AS total
FROM open WHERE cents <> 0 GROUP BY customer_id, currency ORDER BY customer_id, currency;
