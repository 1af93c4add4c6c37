-- The aged balance in DuckDB: duckdb < age.duckdb.sql, in the folder.
COPY (
    WITH paid AS (
        SELECT invoice_id, sum(amount) AS paid
        FROM read_csv('payments.csv', types = {'amount': 'DECIMAL(15,2)'})
        WHERE date <= DATE '2026-03-31' GROUP BY invoice_id
    ), open AS (
        SELECT customer_id, currency, DATE '2026-03-31' - due_date AS late, amount - coalesce(paid, 0) AS open
        FROM read_csv('invoices.csv', types = {'amount': 'DECIMAL(15,2)'}) LEFT JOIN paid USING (invoice_id)
        WHERE issue_date <= DATE '2026-03-31'
    )
    SELECT customer_id, currency,
        sum(open) FILTER (late <= 0) AS not_due,
        sum(open) FILTER (late BETWEEN 1 AND 30) AS d1_30,
        sum(open) FILTER (late BETWEEN 31 AND 60) AS d31_60,
        sum(open) FILTER (late BETWEEN 61 AND 90) AS d61_90,
        sum(open) FILTER (late > 90) AS d91_plus,
        sum(open) AS total
    FROM open WHERE open <> 0 GROUP BY ALL ORDER BY ALL
) TO 'output.csv' (HEADER);
