CREATE TRIGGER breach_measures_is_append_only BEFORE UPDATE OR DELETE ON breach_measures
FOR EACH ROW EXECUTE FUNCTION refuse_change();
