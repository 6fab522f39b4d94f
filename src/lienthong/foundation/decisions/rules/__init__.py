"""What a decision table is (bảng quyết định), without a database: cells, rules, evaluation, lint, DMN."""
