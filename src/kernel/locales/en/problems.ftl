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
problem-not-approved = This is for approved problems only; this one { $state ->
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
problem-not-solved = Only a solved problem can be opened again; this one { $state ->
    [proposed] is still proposed
    [approved] is still open
    [returned] has been returned to its unit
    [retired] is retired
   *[other] is { $state }
}.
figure-unclear = The figure cannot be read from the text above. Write one figure here, in the unit of measure, e.g. 70,75.
not-one-figure = Write one figure only, e.g. 70,75 or 439.615.
target-already-met = The baseline meets this target already. Write one that lies further, or look at the direction of improvement.
problem-not-measurable = Only a problem in the registry is measured; this one { $state ->
    [proposed] is still proposed
    [returned] has been returned to its unit
    [retired] is retired
   *[other] is { $state }
}.
figures-not-stated = Baseline and target of this problem are not stated as figures that can be compared. Ask an approver to state them on the page of the problem.
figures-stand = Baseline and target of this problem are said by its texts, or something was measured against them already; they are not stated anew.
already-measured = This period has been measured: { $value }. If that figure is wrong, correct that measurement.
already-corrected = This measurement has been corrected; the one in its place is valid.
evidence-twice = This measurement has a file of evidence already. If it is the wrong one, correct the measurement and send the right file with the correction.
checked-already = The last finding says the same ({ $verdict ->
    [confirmed] confirmed
   *[disputed] disputed
}).
own-measurement = A measurement that you recorded, or that is of your own unit, is for somebody else to check.
other-unit-of-measure = Use this problem's unit of measure, { $unit }; in another one the figures cannot be compared.
period-reversed = The last day of the period comes before its first day.
period-ahead = The period measured must be over; today is { $today }.
period-before-baseline = This period comes before the baseline ({ $period }). Measure a later one.
value-not-one-figure = Write one figure only, e.g. 1,1% or 439.615.
measured-denominator-missing = Give the denominator, as the baseline does: { $baseline }.
