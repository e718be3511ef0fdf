package contract

var (
	Judge       = judge
	Refusals    = refusals
	Stale       = stale
	FormatState = formatState
	NewInput    = newInput
)

// Misuse returns the fault of an input that was asked for what it does not have.
func (in Input) Misuse() error { return *in.misuse }
