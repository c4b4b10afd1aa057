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
