// Command alianza answers questions about a partner program: what each partner
// earned and why, what a change of the rules would do, what is wrong with a
// document. The program is one JSON document; orders are CSV files as shops
// export them.
//
// It uses nothing but the standard library and the public packages of alianza,
// and is meant to be read and copied. Without files of its own,
//
//	go run ./cmd/alianza statement
//
// prints the statements of a small program that is part of the command, and
// alianza help says the rest.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	_ "time/tzdata" // zones, also where the machine has none
)

// Exit codes.
const (
	exitFailed = 1 // the work could not be done, or the answer is no
	exitUsage  = 2 // the call or the document is wrong
)

// command is one of the subcommands.
type command struct {
	name, summary string
	help          string // how to call it, with examples
	run           func(c *call, args []string) error
}

func commands() []command {
	return []command{
		statementCommand(),
		validateCommand(),
		testCommand(),
		explainCommand(),
		diffCommand(),
		settleCommand(),
		journalCommand(),
		schemaCommand(),
		initCommand(),
		prospectCommand(),
		roiCommand(),
		flowCommand(),
		splitCommand(),
	}
}

// call is what a subcommand is called with.
type call struct {
	name   string
	stdin  io.Reader
	stdout *bufio.Writer
	stderr io.Writer
}

// remark prints a line on standard error.
func (c *call) remark(format string, args ...any) {
	fmt.Fprintf(c.stderr, "alianza %s: %s\n", c.name, fmt.Sprintf(format, args...))
}

func main() {
	// Half the room for the garbage of a million orders costs a tenth of the time.
	debug.SetGCPercent(45)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	name := "help"
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	switch name {
	case "help", "-h", "-help", "--help":
		return help(args, stdout, stderr)
	}
	for _, cmd := range commands() {
		if cmd.name == name {
			return cmd.call(args, stdin, stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "alianza: no command %q; alianza help names them\n", name)
	return exitUsage
}

// call runs a subcommand and returns its exit code.
func (cmd command) call(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &call{name: cmd.name, stdin: stdin, stdout: bufio.NewWriterSize(stdout, 1<<16), stderr: stderr}
	err := cmd.run(c, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(c.stdout, cmd.help)
		err = nil
	}
	if flushed := c.stdout.Flush(); err == nil {
		err = flushed
	}
	return c.report(err)
}

// help prints what there is, or the help of a subcommand.
func help(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stdout, overview())
		return 0
	}
	for _, cmd := range commands() {
		if cmd.name == args[0] {
			fmt.Fprint(stdout, cmd.help)
			return 0
		}
	}
	fmt.Fprintf(stderr, "alianza: no command %q; alianza help names them\n", args[0])
	return exitUsage
}

func overview() string {
	var b strings.Builder
	b.WriteString("Alianza answers questions about a partner program.\n\nUsage:\n\n\talianza COMMAND [flags]\n\nCommands:\n\n")
	for _, cmd := range commands() {
		fmt.Fprintf(&b, "\t%-10s %s\n", cmd.name, cmd.summary)
	}
	b.WriteString(`
alianza help COMMAND says more, with examples. Start with

	alianza statement               what partners of a sample program earned
	alianza init > program.json     a program of your own
	alianza validate program.json   what is wrong with it

Exit codes: 0 done, 1 failed or the answer is no, 2 a wrong call or a wrong document.
`)
	return b.String()
}

// usageError is an error in the call or in a document.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usagef returns an error in the call.
func usagef(format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...)}
}

// errNo is the error of a command whose answer is no, and is printed.
var errNo = errors.New("no")

// report prints an error and returns the exit code for it.
func (c *call) report(err error) int {
	var usage *usageError
	var document *documentError
	var file *fileError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errNo):
		return exitFailed
	case errors.As(err, &document):
		document.print(c.stderr)
		return exitUsage
	case errors.As(err, &file):
		file.print(c.stderr)
		return exitUsage
	case errors.As(err, &usage):
		c.remark("%v", usage)
		fmt.Fprintf(c.stderr, "alianza help %s says how to call it.\n", c.name)
		return exitUsage
	}
	c.remark("%v", err)
	return exitFailed
}

// parse reads the flags of a subcommand, which may stand before its arguments, between
// them and behind. What is left are the arguments.
func parse(flags *flag.FlagSet, args []string, most int) error {
	flags.SetOutput(io.Discard)
	if err := flags.Parse(flagsFirst(flags, args)); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return &usageError{err}
	}
	if flags.NArg() > most {
		hint := ""
		if most == 0 && flags.Lookup("program") != nil {
			hint = "; a flag names a file, such as -program FILE"
		}
		return usagef("unexpected argument %q%s", flags.Arg(most), hint)
	}
	return nil
}

// flagsFirst returns the flags with their values, and the arguments behind them. A
// number below zero is an argument, and so is all that stands behind "--".
func flagsFirst(flags *flag.FlagSet, args []string) []string {
	var named, rest []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if len(a) < 2 || a[0] != '-' || strings.Trim(a[1:2], ".0123456789") == "" {
			rest = append(rest, a)
			continue
		}
		named = append(named, a)
		if !takesNext(flags, a) {
			continue
		}
		if i++; i == len(args) {
			return named // without its value, which is the error
		}
		named = append(named, args[i])
	}
	return append(append(named, "--"), rest...)
}

// takesNext reports whether the value of a flag is the argument behind it.
func takesNext(flags *flag.FlagSet, a string) bool {
	f := flags.Lookup(strings.TrimPrefix(a[1:], "-"))
	if f == nil {
		return false // with its value, or unknown
	}
	is, ok := f.Value.(interface{ IsBoolFlag() bool })
	return !ok || !is.IsBoolFlag()
}
