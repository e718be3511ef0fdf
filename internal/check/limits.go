package check

// Limits on the counts of a definition and of a report. They are far above what
// a program needs and far below what would cost time or memory. The table in the
// documentation of the root has each, in the words of its comment here.
const (
	MaxName        = 200   // bytes of a name or an ID
	MaxFaults      = 100   // faults reported of one document
	MaxLevels      = 200   // levels of a ladder or a certification
	MaxRequires    = 100   // requirements of a level, nested ones included
	MaxMetrics     = 200   // metrics of a ladder, facts of an event
	MaxEditions    = 200   // editions of a cycle
	MaxRules       = 500   // rules of a plan
	MaxBrackets    = 500   // brackets of a table
	MaxCaps        = 20    // caps of a rule
	MaxNested      = 100   // conditions inside one condition
	MaxValues      = 1000  // values of a condition, names of a list
	MaxCriteria    = 500   // criteria of an evaluation, figures of a scorecard
	MaxClasses     = 200   // classes of a classifier, bands of a scale, segments
	MaxParties     = 1000  // parties of a split
	MaxTerms       = 500   // terms of a sheet or an agreement
	MaxStages      = 200   // stages of a flow
	MaxMoves       = 2000  // moves of a flow
	MaxConditions  = 100   // conditions on entering or leaving a stage
	MaxSteps       = 200   // steps of a schedule
	MaxTerritories = 10000 // territories of a register
	MaxProducts    = 100   // products of a claim
)
