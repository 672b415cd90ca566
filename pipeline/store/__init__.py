"""What is kept: the ledger (SQLite, the truth) and the versions published from it (Parquet, the product)."""
