-- A number that was computed for a day, from the same data and by the same settings, is found by its receipt.
create index receipts_of_tool on receipts (venture_id, tool, as_of desc, known_at desc);
