-- A task that went when its plan was taken back as a whole: the next plan may give it again. What somebody took away by
-- hand is given again only by hand.
ALTER TABLE assignments ADD COLUMN plan_undone_at BIGINT;
