package check

// Limits on the counts of a definition and of a report. They are far above what
// a program needs and far below what would cost time or memory. The table in the
// documentation of the root has each, in the words of its comment here.
const (
	MaxName          = 200     // bytes of a name or an ID
	MaxFaults        = 100     // faults reported of one document
	MaxLevels        = 200     // levels of a ladder or a certification
	MaxRequires      = 100     // requirements of a level, nested ones included
	MaxMetrics       = 200     // metrics of a ladder, facts of an event
	MaxEditions      = 200     // editions of a cycle
	MaxRules         = 500     // rules of a plan
	MaxBrackets      = 500     // brackets of a table
	MaxCaps          = 20      // caps of a rule
	MaxInstallments  = 120     // installments of a rule
	MaxShares        = 100     // partners of an event
	MaxNested        = 100     // conditions inside one condition
	MaxValues        = 1000    // values of a condition, names of a list, holidays
	MaxCriteria      = 500     // criteria of an evaluation, figures of a scorecard
	MaxClasses       = 200     // classes of a classifier, bands of a scale, segments
	MaxParties       = 1000    // parties of a split
	MaxTerms         = 500     // terms of a sheet or an agreement
	MaxStages        = 200     // stages of a flow
	MaxMoves         = 2000    // moves of a flow
	MaxConditions    = 100     // conditions on entering or leaving a stage
	MaxSteps         = 200     // steps of a schedule
	MaxTerritories   = 10000   // territories of a register
	MaxProducts      = 100     // products of a claim
	MaxConcentration = 10_000  // partners of a concentration
	MaxVariance      = 2000    // partners of a comparison of two periods
	MaxGoals         = 1000    // goals of a plan of goals, and figures for them
	MaxLines         = 100_000 // lines of a book
	MaxStates        = 1000    // states of a book
	MaxPeriods       = 400     // periods of a table of cohorts
	MaxFlows         = 1200    // flows of a cash flow
	MaxInputs        = 200     // inputs of a figure
	MaxFunnel        = 100     // steps of a funnel
	MaxTouches       = 10_000  // touches of a sale
	MaxGifts         = 10_000  // gifts of an exchange
	MaxCauses        = 100     // lines of a policy of refunds, and causes of a line
	MaxOverrides     = 100     // levels of an override
	MaxLinks         = 10_000  // links of a chain of partners
	MaxWaterfall     = 200     // steps of a waterfall
	MaxCosts         = 100_000 // costs that a waterfall recoups
	MaxDeferred      = 120     // parts of a deferral
	MaxHistory       = 10_000  // steps of a deal
	MaxPicture       = 200     // claims, or territories, of a picture
	MaxClaim         = 1000    // steps of a claim
	MaxMinutes       = 44_640  // minutes of an item of work, a month
	MaxCurrencies    = 200     // currencies of a program
	MaxVersions      = 1000    // plan versions of a program
	MaxParts         = 200     // payouts, splits, metrics, targets, costs of a program
	MaxCases         = 1000    // cases of a program
	MaxEvents        = 1000    // events of a case
	MaxMonths        = 1200    // months of a standing
)
