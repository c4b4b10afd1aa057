DROP TABLE need_years;
DROP TABLE needs;
DROP TABLE need_plans;
