// Go › Measurement: what came of a workload, and the line that says so.
package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
)

type extra struct {
	name  string
	value float64
}

type measurement struct {
	nanosecondsPerOperation float64
	wall, processor         time.Duration
	extras                  []extra
}

// warmed does the work once untimed with a tenth of the count, and then times it.
func warmed(work func(count int) error) workload {
	return func(wanted request) (measurement, error) {
		if err := work(max(1, wanted.count/10)); err != nil {
			return measurement{}, err
		}
		return cold(work)(wanted)
	}
}

// cold times the work the first time it is done.
func cold(work func(count int) error) workload {
	return func(wanted request) (measurement, error) {
		return timed(wanted.count, func() error { return work(wanted.count) })
	}
}

func timed(operations int, work func() error) (measurement, error) {
	began, processorBefore := time.Now(), processorTime()
	err := work()
	wall := time.Since(began)
	return measurement{
		nanosecondsPerOperation: float64(wall.Nanoseconds()) / float64(operations),
		wall:                    wall,
		processor:               processorTime() - processorBefore,
	}, err
}

func (m measurement) line(workload string, count int) string {
	var line strings.Builder
	fmt.Fprintf(&line, `{"peer":"go","workload":"%s","n":%d,"ns_per_op":%.1f,"rss_kb":%d,"cpu_s":%.4f,"wall_s":%.4f`,
		workload, count, m.nanosecondsPerOperation, memoryField("VmHWM:"), m.processor.Seconds(), m.wall.Seconds())
	for _, extra := range m.extras {
		fmt.Fprintf(&line, `,"%s":%.3f`, extra.name, extra.value)
	}
	line.WriteByte('}')
	return line.String()
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// lateness tells how far behind their time sleepers woke.
func lateness(late []time.Duration) []extra {
	slices.Sort(late)
	microseconds := func(percentile int) float64 {
		return float64(late[(len(late)-1)*percentile/100]) / float64(time.Microsecond)
	}
	return []extra{{"late_p50_us", microseconds(50)}, {"late_p99_us", microseconds(99)}}
}

// mustBe complains unless two values agree.
func mustBe[Value comparable](what string, found, expected Value) error {
	if found != expected {
		return fmt.Errorf("%s is %v and not %v", what, found, expected)
	}
	return nil
}

// shares cuts count into parts of which none is larger than another by more than one.
func shares(count, parts int) []int {
	shares := make([]int, parts)
	for part := range shares {
		shares[part] = count / parts
		if part < count%parts {
			shares[part]++
		}
	}
	return shares
}

// sumBelow is 0 + 1 + … + (count - 1).
func sumBelow(count int) int { return count * (count - 1) / 2 }
