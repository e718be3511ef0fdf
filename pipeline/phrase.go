package pipeline

import "fmt"

// span returns a range of numbers of a thing: "1 week", "2-3 weeks", "0 days".
func span(least, most int, noun string) string {
	if least != 1 || most != 1 {
		noun += "s"
	}
	if least == most {
		return fmt.Sprintf("%d %s", most, noun)
	}
	return fmt.Sprintf("%d-%d %s", least, most, noun)
}
