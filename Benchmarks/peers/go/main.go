// Go › Main: Go's side of the contract in Benchmarks/README.md.
//
//	bench WORKLOAD N [URL]
//	bench echo_server PORT
//	bench delaying_site MILLISECONDS
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
)

// A request is what the command line asks of a workload.
type request struct {
	count int
	url   string
}

// A workload takes its own time.
type workload func(request) (measurement, error)

// What the contract names and this table does not have ends with status 3.
var workloads = map[string]workload{
	"spawn":      warmed(spawn),
	"spawn_seq":  warmed(spawnSequentially),
	"gather100k": warmed(gatherInBatches),
	"yield2":     warmed(yieldAmong(2)),
	"yield1000":  warmed(yieldAmong(1000)),

	"pingpong":     warmed(pingPong),
	"chan_unbuf":   warmed(pass(0, 1, 1)),
	"chan_spsc128": warmed(pass(128, 1, 1)),
	"chan_mpmc4x4": warmed(pass(128, 4, 4)),
	"ring1000":     warmed(ring(1000)),
	"daisy":        warmed(daisyChain),
	"skynet":       cold(skynet),
	"sieve":        sieve,

	"select2":         warmed(select2),
	"select8":         warmed(select8),
	"select2_ready":   warmed(select2Ready),
	"select8_ready":   warmed(select8Ready),
	"select8_default": warmed(select8Default),
	"select_timeout":  warmed(selectTimeout),

	"mutex":          warmed(mutex),
	"timers":         timers,
	"parked_sleep":   parkedSleepers,
	"parked_recv":    parkedReceivers,
	"cpu_parallel":   cpuParallel,
	"blocking_sleep": cold(blockingSleep),
	"aio_sleep":      cold(parkedSleep),

	"tcp_echo":    tcpEcho,
	"http_titles": httpTitles,
}

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		end(2, errors.New("usage: bench WORKLOAD N [URL]"))
	}
	name := os.Args[1]
	number, err := strconv.Atoi(os.Args[2])
	if err != nil || number < 1 {
		end(2, fmt.Errorf("%s is not a number of operations", os.Args[2]))
	}
	if setting := os.Getenv("BRAID_WORKERS"); setting != "" {
		workers, err := strconv.Atoi(setting)
		if err != nil || workers < 1 {
			end(2, fmt.Errorf("BRAID_WORKERS=%s is not a number of workers", setting))
		}
		runtime.GOMAXPROCS(workers)
	}
	if name == "echo_server" {
		end(1, echoServer(number))
	}
	if name == "delaying_site" {
		end(1, delayingSite(number))
	}
	run, found := workloads[name]
	if !found {
		end(3, fmt.Errorf("go has no workload %s", name))
	}
	wanted := request{count: number}
	if len(os.Args) == 4 {
		wanted.url = os.Args[3]
	}
	measured, err := run(wanted)
	if err != nil {
		end(1, fmt.Errorf("go %s: %w", name, err))
	}
	fmt.Println(measured.line(name, number))
}

func end(status int, err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(status)
}
