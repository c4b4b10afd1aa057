-- The tree over the entries' hashes: the roots of its perfect parts, the largest first, as JSON (docs/ledger.md).
ALTER TABLE ledger_head ADD COLUMN tree TEXT NOT NULL DEFAULT '';
-- What an entry says of its seals; the entry's hash covers it.
ALTER TABLE ledger ADD COLUMN row_digest TEXT CHECK (length(row_digest) = 64);
-- What each row of a decision looked like after the act of entry seq, as a salted hash. The entry commits to all
-- of its seals. An erased person's old seals lose their salts, so that nobody can guess what they stood for.
CREATE TABLE row_seals (
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    salt TEXT CHECK (length(salt) = 26),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    disturbed BOOLEAN NOT NULL,
    PRIMARY KEY (table_name, row_key, seq)
);
CREATE INDEX row_seals_entry ON row_seals (seq);
-- Signed heads of the record, for everybody.
CREATE TABLE checkpoints (
    size BIGINT PRIMARY KEY CHECK (size >= 1),
    at BIGINT NOT NULL,
    note TEXT NOT NULL CHECK (note <> '')
);
-- Notes what this program's own writer changes, in a table of its session; everybody else's changes pass
-- unnoticed and therefore unsealed, which is what shows them. Put on the tables by the program when it starts.
CREATE FUNCTION tubel_note_row() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    old_row jsonb;
    new_row jsonb;
    old_key jsonb;
    new_key jsonb;
BEGIN
    IF current_setting('tubel.writer', true) IS DISTINCT FROM 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
        SELECT jsonb_agg(old_row -> name ORDER BY place) INTO old_key
        FROM unnest(TG_ARGV) WITH ORDINALITY AS keys (name, place);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
        SELECT jsonb_agg(new_row -> name ORDER BY place) INTO new_key
        FROM unnest(TG_ARGV) WITH ORDINALITY AS keys (name, place);
    END IF;
    IF TG_OP = 'UPDATE' AND old_key IS DISTINCT FROM new_key THEN
        INSERT INTO pg_temp.tubel_changes (table_name, row_key, was_row, now_row)
        VALUES (TG_TABLE_NAME, old_key::text, old_row::text, NULL);
        old_row := NULL;
    END IF;
    INSERT INTO pg_temp.tubel_changes (table_name, row_key, was_row, now_row)
    VALUES (TG_TABLE_NAME, coalesce(new_key, old_key)::text, old_row::text, new_row::text);
    RETURN NULL;
END
$$;
