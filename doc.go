// Package alianza holds what the rules of a partner program share: the error of a
// fault, percentages, bounds, days, and how a document is read.
//
// The rules live in five packages. They do not import each other; a service puts
// them together, as the example of this package does. Read them in this order:
//
//   - tier: the level that a partner has reached, and what is missing to the next;
//     tier/cycle follows partners from month to month, tier/certification has
//     levels to pass one by one
//   - commission: what a sale earns, what a refund takes back, and when it is due;
//     commission/terms, commission/split and commission/payout stand beside it
//   - score: which prospect gets a green light, and weighted evaluations;
//     score/kpi judges figures by targets, score/prospect finds partners
//   - roi: what the partnership returned
//   - pipeline: what may happen next to a deal, and what is missing for it; inside are
//     schedules, claims, figures, lists of work and the term of a contract
//
// Package program stands on top of them: it reads one document for a whole program,
// and takes events through tiers, plans and payouts month by month.
//
// # Definitions
//
// A definition is plain data with exported fields and a strict JSON form. Presets
// are functions that return one. New checks a definition whole: it returns every
// fault at once, or an immutable value that is safe for concurrent use. [Must] is
// for definitions in code. Write literals with the names of their fields: types get more
// fields.
//
// Evaluating such a value is a pure function of the facts given: no clock, no
// environment, no package variable that changes a result. What it has to know of the past is a value of
// the caller. The result carries what made it, prints as a sentence, and marshals
// as JSON.
//
// A value that was made without New is refused with [ErrUnchecked]. It is never
// taken for an empty one.
//
// # Numbers
//
// Amounts, scores and metrics are decimals in major units (19.99, not 1999), exact
// until the one rounding that a comment names. Rounding is half up, a tie away from
// zero, unless the definition says otherwise. A rate is a [Percent] and always
// written with its sign, "20%". Numbers out of the bounds below are refused with
// [ErrRange] before anything is done with them.
//
// # Missing
//
// Missing is not zero. A metric, an answer or a score that is not given is refused
// or reported as missing, as the definition says. A quotient without a denominator
// is refused with [ErrZero].
//
// # Time
//
// Instants come in as arguments. A day is a calendar day in the zone given, a
// [Date]. Months clamp to the end of the month. Periods include their start and
// exclude their end.
//
// # Documents
//
// [Read] and json.Unmarshal read documents strictly. They refuse unknown fields,
// fields in another case, fields given twice, missing fields, null and trailing
// data, for every type, alone or inside another. Decimals are read from strings and
// from numbers, by their text, and written as strings.
//
// A value that could not be read back cannot be written. A result that does not
// come back from its JSON is refused when it is read. On an error, every
// UnmarshalJSON and UnmarshalText leaves the value as it was.
//
// # Names
//
// Names and IDs compare by bytes: "Gold" is not "gold". A name is UTF-8 without
// spaces around it, control characters, and characters that nobody can see.
// Joiners are accepted where a script needs them. An é of one character and an é
// of two are two names: bring names into one form (NFC) first if you mix sources.
//
// # Limits
//
// Definitions and documents have limits, far above what a program needs. What is
// over one is refused with [ErrLimit] or [ErrRange], at little cost.
//
//	digits of a number                                        34
//	decimals of a number, and its greatest power of ten       18
//	bytes of a document                                1,048,576
//	values of a document                                 100,000
//	objects and arrays inside one another                     32
//	bytes of a name or an ID                                 200
//	faults reported of one document                          100
//	levels of a ladder or a certification                    200
//	requirements of a level, nested ones included            100
//	metrics of a ladder, facts of an event                   200
//	editions of a cycle                                      200
//	rules of a plan                                          500
//	brackets of a table                                      500
//	caps of a rule                                            20
//	installments of a rule                                   120
//	partners of an event                                     100
//	conditions inside one condition                          100
//	values of a condition, names of a list, holidays       1,000
//	criteria of an evaluation, figures of a scorecard        500
//	classes of a classifier, bands of a scale, segments      200
//	parties of a split                                     1,000
//	terms of a sheet or an agreement                         500
//	stages of a flow                                         200
//	moves of a flow                                        2,000
//	conditions on entering or leaving a stage                100
//	steps of a schedule                                      200
//	territories of a register                             10,000
//	products of a claim                                      100
//	partners of a concentration                           10,000
//	partners of a comparison of two periods                2,000
//	goals of a plan of goals, and figures for them         1,000
//	lines of a book                                      100,000
//	states of a book                                       1,000
//	periods of a table of cohorts                            400
//	flows of a cash flow                                   1,200
//	inputs of a figure                                       200
//	steps of a funnel                                        100
//	touches of a sale                                     10,000
//	gifts of an exchange                                  10,000
//	lines of a policy of refunds, and causes of a line       100
//	levels of an override                                    100
//	links of a chain of partners                          10,000
//	steps of a waterfall                                     200
//	costs that a waterfall recoups                       100,000
//	parts of a deferral                                      120
//	steps of a deal                                       10,000
//	claims, or territories, of a picture                     200
//	steps of a claim                                       1,000
//	minutes of an item of work, a month                   44,640
//	currencies of a program                                  200
//	plan versions of a program                             1,000
//	payouts, splits, metrics, targets, costs of a program    200
//	cases of a program                                     1,000
//	events of a case                                       1,000
//	months of a standing                                   1,200
//
// Results and histories may be longer; their types say by how much.
//
// # Errors
//
// A fault of a definition or of a fact is a [*FieldError] with the path of the
// field, and line and column if a document was read. [Faults] lists the faults of
// an error, errors.Is tells their kinds apart, and [FieldError.Code] is stable for
// programs.
//
// # Equality
//
// What is made of a definition, such as a plan or a ladder, has a method Equal. Dates,
// months and percentages compare with ==. Values with decimals do not: there == compares
// addresses. Many definitions, facts and results have neither, such as an event or a
// payout. They compare as their JSON does, which tells 7 from 7.00. In a test, go-cmp
// compares all values without options. There and for Equal decimals are equal by value:
// 7 equals 7.00.
//
// # Rules
//
// Comments and tests cite the rules of the program by id (T1, S8, C21). The file
// RULES.md has a line for each.
package alianza
