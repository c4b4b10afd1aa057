-- Release of the administrative results, the end of the objections to them, the beginning of the review; null in a call
-- that releases nothing before its review.
ALTER TABLE calls ADD COLUMN administrative_results_at BIGINT;
ALTER TABLE calls ADD COLUMN administrative_objections_end_at BIGINT;
ALTER TABLE calls ADD COLUMN review_begins_at BIGINT;
-- What was objected to: the announced result, or the administrative one before the review.
ALTER TABLE objections ADD COLUMN kind TEXT NOT NULL DEFAULT 'final' CHECK (kind IN ('final', 'administrative'));
-- Administrative objections whose ruling was late, and of which the secretariat was told.
CREATE TABLE late_rulings (
    objection_id TEXT PRIMARY KEY REFERENCES objections (id),
    told_at BIGINT NOT NULL
);
