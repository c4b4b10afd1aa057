# The registry of supervisory problems.
problem-not-proposed = Only a proposed problem can be approved or returned; this one { $state ->
    [approved] is approved already
    [returned] has been returned to its unit
    [retired] is retired
    [solved] is solved
   *[other] is { $state }
}.
problem-not-open-to-revision = Only a proposed or returned problem can be revised; this one { $state ->
    [approved] is approved already
    [retired] is retired
    [solved] is solved
   *[other] is { $state }
}.
problem-not-approved = Only an approved problem can be retired or solved; this one { $state ->
    [proposed] is still proposed
    [returned] has been returned to its unit
    [retired] is retired already
    [solved] is solved already
   *[other] is { $state }
}.
own-problem = A problem that you proposed, or that belongs to the unit you head, is for somebody else to decide.
figure-missing = Give the figure, e.g. 1,94% or 439.615.
year-missing = Give the year, e.g. 2025 or third quarter of 2025.
year-ahead = A baseline cannot come from a year that lies ahead; it is { $year }.
denominator-missing = A percentage needs its denominator: a share of what, and out of how many.
