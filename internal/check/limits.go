package check

// Limits on the counts of a definition and of a report. They are far above what
// a program needs and far below what would cost time or memory. The root's
// documentation has them in a table.
const (
	MaxName     = 200  // bytes of a name or an ID
	MaxFaults   = 100  // faults reported of one document
	MaxLevels   = 200  // of a ladder or a certification
	MaxRequires = 100  // requirements of a level, nested ones included
	MaxMetrics  = 200  // different metrics of a ladder, facts of an event
	MaxEditions = 200  // of a cycle
	MaxRules    = 500  // of a plan
	MaxBrackets = 500  // of a table
	MaxCaps     = 20   // of a rule
	MaxNested   = 100  // conditions inside one condition
	MaxValues   = 1000 // values of a condition or a list of names
	MaxCriteria = 500  // of a checklist, an evaluation or a classifier; figures of a scorecard
	MaxClasses  = 200  // of a classifier, bands of a scale, segments
	MaxParties  = 1000 // of a split
	MaxTerms    = 500  // of a sheet or an agreement
	MaxStages   = 200  // of a flow
	MaxMoves    = 2000 // of a flow
)
