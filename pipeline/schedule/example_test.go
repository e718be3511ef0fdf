package schedule_test

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// day is a day of 2025.
func day(month time.Month, day int) alianza.Date {
	return alianza.Must(alianza.NewDate(2025, month, day))
}

// An agency is approached in January. The signature is there in six to seven weeks.
func Example() {
	plan := alianza.Must(schedule.New(schedule.Negotiation()))
	dates, err := plan.From(day(1, 6))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(dates.Text())
	// Output:
	// negotiation from 2025-01-06: 5 steps, ends 2025-02-17 to 2025-02-24
	//   initial_outreach, 2025-01-06 to 2025-01-13: positive_response; critical
	//   discovery_call, 2025-01-13 to 2025-01-20: interest_confirmed; critical
	//   proposal, 2025-01-20 to 2025-01-27: proposal_sent; critical
	//   negotiation, starts 2025-01-27, ends 2025-02-10 to 2025-02-17: terms_agreed; critical
	//   agreement, starts 2025-02-10 to 2025-02-17, ends 2025-02-17 to 2025-02-24: contract_signed; critical
}

// Onboarding is in its second week, and the training has not been held.
func ExamplePlan_At() {
	plan := alianza.Must(schedule.New(schedule.Onboarding()))
	report, err := plan.At(day(3, 3), day(3, 18), schedule.Progress{"kickoff": day(3, 9)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report)
	for _, item := range report.Of("partnership_manager") {
		fmt.Println(item)
	}
	fmt.Println("remaining:", report.Remaining)
	// Output:
	// onboarding on 2025-03-18: 1 of 4 done; technical_training by technical_team overdue by 2 days; ends 2025-04-02
	// first_deal by partnership_manager waiting, due 2025-03-30
	// remaining: 15 days
}

// The set-up side by side: only the platform may not be late.
func ExamplePlan_Delay() {
	setUp := schedule.Integration()
	setUp.Order = schedule.SideBySide
	plan := alianza.Must(schedule.New(setUp))
	for _, step := range []string{"sso", "platform"} {
		late, err := plan.Delay(day(3, 3), step, 3)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(late)
	}
	fmt.Println(plan.CriticalPath(day(3, 3)))
	// Output:
	// sso 3 days late: moves no other step, ends 2025-03-07 to 2025-03-08 instead of 2025-03-06 to 2025-03-08
	// platform 3 days late: moves no other step, ends 2025-03-09 to 2025-03-11 instead of 2025-03-06 to 2025-03-08
	// [platform] <nil>
}

// With a calendar, a day of work is a working day.
func ExamplePlan_WithCalendar() {
	calendar := alianza.Must(schedule.NewCalendar(schedule.MondayToFriday(day(4, 18), day(4, 21))))
	plan := alianza.Must(schedule.New(schedule.Integration()))
	dates, err := plan.WithCalendar(calendar).From(day(4, 16)) // Wednesday before Easter
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(dates.Text())
	// Output:
	// integration from 2025-04-16: 4 steps, ends 2025-04-29 to 2025-05-06
	//   api by dedicated_technician, starts 2025-04-16, ends 2025-04-17 to 2025-04-22; critical
	//   platform by implementation_team, starts 2025-04-17 to 2025-04-22, ends 2025-04-24 to 2025-04-29; critical
	//   data_sync by data_team, starts 2025-04-24 to 2025-04-29, ends 2025-04-28 to 2025-05-02; critical
	//   sso by security_team, starts 2025-04-28 to 2025-05-02, ends 2025-04-29 to 2025-05-06; critical
}

// Steps that wait for others, as a Gantt chart in the language of Mermaid.
func ExampleDates_Mermaid() {
	plan := alianza.Must(schedule.New(schedule.Definition{
		Name: "launch", Order: schedule.ByDependency,
		Steps: []schedule.Step{
			{Name: "contract", Owner: "sales", Takes: schedule.Weeks(1, 1)},
			{Name: "api", Owner: "tech", Takes: schedule.Days(3, 5), After: []string{"contract"}},
			{Name: "training", Owner: "sales", Takes: schedule.Days(2, 2), After: []string{"contract"}},
			{Name: "go live", Owner: "sales", After: []string{"api", "training"}},
		},
	}))
	dates, err := plan.From(day(3, 3))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(dates.Mermaid())
	// Output:
	// gantt
	//     title launch from 2025-03-03
	//     dateFormat YYYY-MM-DD
	//     axisFormat %Y-%m-%d
	//     section sales
	//     contract :crit, s0, 2025-03-03, 2025-03-10
	//     section tech
	//     api :crit, s1, 2025-03-10, 2025-03-15
	//     section sales
	//     training :s2, 2025-03-10, 2025-03-12
	//     go live :crit, milestone, s3, 2025-03-15, 0d
}
