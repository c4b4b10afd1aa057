INSERT INTO staff_lines (id, nip, name, unit, email, imported_at)
SELECT substr(replace(gen_random_uuid()::text, '-', ''), 1, 26), nip, name, unit, email, imported_at FROM staff_list;
DROP TABLE staff_list;
ALTER TABLE staff_lines RENAME TO staff_list;
