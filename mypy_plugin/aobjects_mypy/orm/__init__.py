"""What Django's objects are and do: rows, querysets, managers and the queries behind them."""
