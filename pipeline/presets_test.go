package pipeline_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A walked preset is a flow of a program as a test has it, from the text of its
// rules: where each stage leads, what it asks for on the way on, and one walk to
// each of its ends.
type walked struct {
	def   pipeline.Definition
	table string // "stage > next next; …"; a stage that leads nowhere is an end
	// Needs are the deliverables and facts that a stage asks for before it is left
	// for one that is no end, or an end that is won.
	needs map[pipeline.Stage]string
	// Enter are the facts that a stage asks for on entering.
	enter map[pipeline.Stage]string
	walks []string
}

var presets = []walked{
	{
		def: pipeline.Partnership(), // P1
		table: `lead > opportunity lost; opportunity > deal lost; deal > renewal terminated; renewal > deal terminated expired;
			lost; terminated; expired`,
		walks: []string{
			"lead lost", "lead opportunity lost", "lead opportunity deal terminated",
			"lead opportunity deal renewal terminated", "lead opportunity deal renewal deal renewal expired",
		},
	},
	{
		def: pipeline.Acquisition(), // P25, P26
		table: `identification > outreach lost; outreach > negotiation lost; negotiation > onboarding lost; onboarding > management lost;
			management; lost`,
		needs: map[pipeline.Stage]string{"outreach": "channel=linkedin"},
		walks: []string{"identification outreach negotiation onboarding management", "identification lost", "identification outreach lost"},
	},
	{
		def: pipeline.Negotiation(), // P3
		table: `initial_outreach > discovery_call lost; discovery_call > proposal lost; proposal > negotiation lost;
			negotiation > agreement lost; agreement > signed lost; signed; lost`,
		needs: map[pipeline.Stage]string{
			"initial_outreach": "positive_response", "discovery_call": "interest_confirmed", "proposal": "proposal_sent",
			"negotiation": "terms_agreed", "agreement": "contract_signed",
		},
		walks: []string{
			"initial_outreach discovery_call proposal negotiation agreement signed", "initial_outreach lost",
			"initial_outreach discovery_call proposal negotiation agreement lost",
		},
	},
	{
		def: pipeline.Onboarding(), // P5
		table: `kickoff > technical_training stopped; technical_training > sales_training stopped; sales_training > first_deal stopped;
			first_deal > active stopped; active; stopped`,
		needs: map[pipeline.Stage]string{
			"kickoff": "onboarding_plan", "technical_training": "partner_trained", "sales_training": "ready_to_sell", "first_deal": "first_success",
		},
		walks: []string{"kickoff technical_training sales_training first_deal active", "kickoff technical_training stopped"},
	},
	{
		def: pipeline.Integration(), // P7: in sequence, and what is not needed is skipped
		table: `requested > api stopped platform data_sync sso; api > platform stopped connected data_sync sso; platform > data_sync stopped connected sso;
			data_sync > sso stopped connected; sso > connected stopped; connected; stopped`,
		walks: []string{"requested api platform data_sync sso connected", "requested api sso connected", "requested data_sync connected", "requested stopped"},
	},
	{
		def: pipeline.Approach(), // P9
		table: `research > approach lost; approach > presentation_negotiation lost; presentation_negotiation > onboarding lost;
			onboarding > active lost; active; lost`,
		walks: []string{"research approach presentation_negotiation onboarding active", "research approach lost"},
	},
	{
		def: pipeline.Lifecycle(), // P17
		table: `identification > evaluation lost; evaluation > negotiation lost; negotiation > agreement lost; agreement > monitoring terminated;
			monitoring > improvement renewal terminated; improvement > monitoring renewal terminated; renewal > monitoring terminated expired;
			lost; terminated; expired`,
		walks: []string{
			"identification evaluation negotiation agreement monitoring improvement monitoring renewal expired",
			"identification evaluation negotiation agreement monitoring improvement renewal monitoring terminated",
			"identification evaluation lost",
		},
	},
	{
		def: pipeline.Pilot(), // P19, S13
		table: `preparation > running stopped; running > decision stopped; decision > alliance extension stopped; extension > alliance stopped;
			alliance; stopped`,
		needs: map[pipeline.Stage]string{
			"preparation": "offers=1 script_lines=3 measures=1 weeks=4", "running": "review", "extension": "second_review",
		},
		enter: map[pipeline.Stage]string{"alliance": "light=green"},
		walks: []string{"preparation running decision alliance", "preparation running decision extension alliance", "preparation running decision stopped", "preparation stopped"},
	},
	{
		def: pipeline.Certification(), // T11
		table: `training > examination withdrawn; examination > practical withdrawn; practical > certified withdrawn;
			certified > renewal expired; renewal > certified expired; expired >; withdrawn`,
		needs: map[pipeline.Stage]string{
			"training": "modules_completed", "examination": "examination_passed", "practical": "cases_accepted", "renewal": "renewal_passed",
		},
		walks: []string{
			"training examination practical certified renewal certified renewal expired", "training examination practical certified expired",
			"training examination withdrawn",
		},
	},
	{
		def: pipeline.Contract(), // P20 to P22, P29
		table: `draft > active withdrawn; active > renewal dispute notice; renewal > active dispute notice expired;
			dispute > active notice terminated; notice > terminated expired; withdrawn; terminated; expired`,
		needs: map[pipeline.Stage]string{"draft": "contract_signed", "renewal": "renewal_signed", "dispute": "settlement"},
		walks: []string{
			"draft active renewal active renewal expired", "draft active dispute active dispute terminated", "draft active notice terminated",
			"draft active dispute notice expired", "draft withdrawn",
		},
	},
}

// moves reads the table.
func (w walked) moves() (order []pipeline.Stage, next map[pipeline.Stage][]pipeline.Stage) {
	next = map[pipeline.Stage][]pipeline.Stage{}
	for row := range strings.SplitSeq(w.table, ";") {
		from, to, _ := strings.Cut(row, ">")
		stage := pipeline.Stage(strings.TrimSpace(from))
		order = append(order, stage)
		for one := range strings.FieldsSeq(to) {
			next[stage] = append(next[stage], pipeline.Stage(one))
		}
	}
	return order, next
}

// TestPresets_EveryPair asks each preset about each pair of stages, and about some
// that it does not have.
func TestPresets_EveryPair(t *testing.T) {
	for _, w := range presets {
		t.Run(w.def.Name, func(t *testing.T) {
			flow := alianza.Must(pipeline.New(w.def))
			order, next := w.moves()
			names := append(slices.Clone(order), "", "nowhere")
			for _, from := range names {
				for _, to := range names {
					want := slices.Contains(next[from], to)
					if got := flow.Can(from, to); got != want {
						t.Errorf("Can(%s, %s) = %t; want %t", from, to, got, want)
					}
					_, err := flow.Move(pipeline.Deal{ID: "d", Stage: from, Since: day(1)}, to, day(2))
					permitted := err == nil || errors.Is(err, pipeline.ErrUnmet)
					if permitted != want {
						t.Errorf("Move(%s, %s) = %v; want permitted %t", from, to, err, want)
					}
				}
				got, want := slices.Sorted(slices.Values(flow.Next(from))), slices.Sorted(slices.Values(next[from]))
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("Next(%s) mismatch (-want +got):\n%s", from, diff)
				}
			}
			var stages []pipeline.Stage
			for _, s := range w.def.Stages {
				stages = append(stages, s.Name)
				if (s.End != 0) != (next[s.Name] == nil) {
					t.Errorf("%s is an end: %t", s.Name, s.End != 0)
				}
			}
			if diff := cmp.Diff(order, stages); diff != "" {
				t.Errorf("stages mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// steps reads what is delivered and known: "contract_signed light=green weeks=4".
func steps(at int, needs string) []pipeline.Step {
	var list []pipeline.Step
	for one := range strings.FieldsSeq(needs) {
		name, value, isFact := strings.Cut(one, "=")
		s := pipeline.Step{At: day(at), Done: name}
		if isFact {
			s = pipeline.Step{At: day(at), Fact: name}
			if n, err := decimal.NewFromString(value); err == nil {
				s.Number = &n
			} else {
				s.Text = value
			}
		}
		list = append(list, s)
	}
	return list
}

// take takes steps that are all permitted.
func take(t *testing.T, flow pipeline.Flow, d pipeline.Deal, steps ...pipeline.Step) pipeline.Deal {
	t.Helper()
	for _, s := range steps {
		var err error
		if d, err = flow.Take(d, s); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// TestPresets_Walk walks each preset to each of its ends. At each stage it tries
// what is refused: each stage that the table does not lead to, and each way on with
// one of the needs left out.
func TestPresets_Walk(t *testing.T) {
	for _, w := range presets {
		_, next := w.moves()
		ends := map[pipeline.Stage]bool{}
		for _, walk := range w.walks {
			path := strings.Fields(walk)
			ends[pipeline.Stage(path[len(path)-1])] = true
			t.Run(w.def.Name+"/"+walk, func(t *testing.T) {
				flow := alianza.Must(pipeline.New(w.def))
				d, err := flow.Open("studio-luz", day(1))
				if err != nil || d.Stage != pipeline.Stage(path[0]) {
					t.Fatalf("Open = %s, %v; want %s", d, err, path[0])
				}
				for i, one := range path[1:] {
					d = w.step(t, flow, d, pipeline.Stage(one), i+2)
				}
				if len(flow.Exits(d)) > 0 || len(d.Past()) != len(path)-1 {
					t.Errorf("at the end: exits %v, past %v; want none, and %d stages", flow.Exits(d), d.Past(), len(path)-1)
				}
				again, err := flow.Replay(d.ID, d.Steps())
				if diff := cmp.Diff(d, again); diff != "" || err != nil {
					t.Errorf("Replay = another deal, %v (-want +got):\n%s", err, diff)
				}
			})
		}
		for stage, to := range next {
			for _, one := range append(to, stage) {
				if next[one] == nil && !ends[one] {
					t.Errorf("%s: no walk ends in %s", w.def.Name, one)
				}
			}
		}
	}
}

// step takes the deal to another stage, with all that is refused before.
func (w walked) step(t *testing.T, flow pipeline.Flow, d pipeline.Deal, to pipeline.Stage, at int) pipeline.Deal {
	t.Helper()
	order, next := w.moves()
	for _, wrong := range order {
		if slices.Contains(next[d.Stage], wrong) {
			continue
		}
		got, err := flow.Move(d, wrong, day(at))
		var refused *pipeline.MoveError
		if !errors.Is(err, pipeline.ErrNotAllowed) || !errors.As(err, &refused) || !cmp.Equal(d, got) {
			t.Errorf("Move(%s to %s) = %v, %v; want ErrNotAllowed and the deal as it was", d.Stage, wrong, got, err)
		} else if diff := cmp.Diff(flow.Next(d.Stage), refused.Next()); diff != "" {
			t.Errorf("what is possible instead of %s mismatch (-want +got):\n%s", wrong, diff)
		}
	}
	needs := w.enter[to]
	if end := next[to] == nil; !end || w.won(to) {
		needs += " " + w.needs[d.Stage]
	}
	all := steps(at, needs)
	for i, left := range all {
		almost := take(t, flow, d, slices.Concat(all[:i:i], all[i+1:])...)
		got, err := flow.Move(almost, to, day(at))
		var refused *pipeline.MoveError
		if !errors.Is(err, pipeline.ErrUnmet) || !errors.As(err, &refused) || !cmp.Equal(almost, got) {
			t.Errorf("Move(%s to %s) without %v = %v; want ErrUnmet and the deal as it was", d.Stage, to, left, err)
			continue
		}
		if len(refused.Unmet) != 1 || refused.Unmet[0].Condition.Done != left.Done || refused.Unmet[0].Condition.Fact != left.Fact {
			t.Errorf("Move(%s to %s) misses %v; want %v", d.Stage, to, refused.Unmet, left)
		}
	}
	d = take(t, flow, d, all...)
	return take(t, flow, d, pipeline.Step{At: day(at), To: to})
}

// won reports whether a stage is an end that is won.
func (w walked) won(stage pipeline.Stage) bool {
	return slices.ContainsFunc(w.def.Stages, func(s pipeline.StageDefinition) bool {
		return s.Name == stage && s.End == pipeline.Won
	})
}

// TestPresets_Figures holds durations, owners and goals against the text of the
// rules.
func TestPresets_Figures(t *testing.T) {
	tests := []struct {
		def                pipeline.Definition
		expected, owners   string
		deliverables, work string
	}{
		{
			pipeline.Negotiation(), "1 week; 1 week; 1 week; 2-3 weeks; 1 week; none; none", "", // P3
			"positive_response interest_confirmed proposal_sent terms_agreed contract_signed", "onboarding_scheduled",
		},
		{
			pipeline.Onboarding(), "1 week; 1 week; 1 week; 1 week; none; none", // P5
			"partnership_manager technical_team sales_team partnership_manager",
			"onboarding_plan partner_trained ready_to_sell first_success",
			"kickoff_meeting documentation technical_sessions tool_access sales_sessions materials first_deal_closed intensive_support",
		},
		{
			pipeline.Integration(), "none; 1-2 days; 3-5 days; 2-3 days; 1-2 days; none; none", // P7
			"dedicated_technician implementation_team data_team security_team", "", "credentials endpoints configuration testing",
		},
		{pipeline.Pilot(), "none; 2 weeks; none; 0-2 weeks; none; none", "", "review second_review", ""},                                               // P19
		{pipeline.Certification(), strings.Repeat("none; ", 6) + "none", "", "modules_completed examination_passed cases_accepted renewal_passed", ""}, // T11
	}
	for _, tt := range tests {
		t.Run(tt.def.Name, func(t *testing.T) {
			var expected, owners, deliverables, work []string
			for _, s := range tt.def.Stages {
				expected = append(expected, s.Expected.String())
				if s.Owner != "" {
					owners = append(owners, s.Owner)
				}
				deliverables, work = append(deliverables, s.Deliverables...), append(work, s.Checklist...)
			}
			got := []string{strings.Join(expected, "; "), strings.Join(owners, " "), strings.Join(deliverables, " "), strings.Join(work, " ")}
			want := []string{tt.expected, tt.owners, tt.deliverables, tt.work}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("durations, owners, deliverables, work mismatch (-want +got):\n%s", diff)
			}
		})
	}
	if goal := pipeline.Onboarding().Goal.String(); goal != "< 28" { // P6
		t.Errorf("goal of onboarding = %s; want < 28", goal)
	}
}

// TestPilot_S13 runs the cases of the minimum package as guards.
func TestPilot_S13(t *testing.T) {
	flow := alianza.Must(pipeline.New(pipeline.Pilot()))
	tests := []struct {
		name, facts, unmet string
	}{
		{"complete", "offers=1 script_lines=3 measures=1 weeks=4", ""},
		{"no measure", "offers=1 script_lines=3 measures=0 weeks=4", "measures 0: want measures >= 1"},
		{"too long", "offers=1 script_lines=3 measures=1 weeks=5", "weeks 5: want weeks 2 to 4"},
		{"too short", "offers=1 script_lines=3 measures=1 weeks=1", "weeks 1: want weeks 2 to 4"},
		{"two offers, a long script", "offers=2 script_lines=4 measures=2 weeks=2", "offers 2: want offers 1 to 1; script_lines 4: want script_lines 1 to 3"},
		{"nothing known", "", "offers is not known: want offers 1 to 1; script_lines is not known: want script_lines 1 to 3; measures is not known: want measures >= 1; weeks is not known: want weeks 2 to 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := flow.Open("spa", day(1))
			if err != nil {
				t.Fatal(err)
			}
			want := "running: ready"
			if tt.unmet != "" {
				want = "running: " + tt.unmet
			}
			if got := flow.Exits(take(t, flow, d, steps(1, tt.facts)...))[0].String(); got != want {
				t.Errorf("Exits = %s; want %s", got, want)
			}
		})
	}
}
