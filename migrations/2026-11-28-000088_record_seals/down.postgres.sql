DROP FUNCTION tubel_note_row() CASCADE;
