DROP TABLE staff_list;
DROP INDEX users_nip_claim;
UPDATE users SET nip = nip_claim, nip_claim = NULL
WHERE nip_claim IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.id <> users.id AND (other.nip = users.nip_claim OR other.nip_claim = users.nip_claim));
ALTER TABLE users DROP COLUMN nip_claim;
