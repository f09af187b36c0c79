// Go › Memory: what the kernel says that this process occupies.
//
// From /proc and not from getrusage: the peak that getrusage tells is never below that of the process
// which started this one.
package main

import (
	"fmt"
	"os"
	"strings"
)

// memoryField is a field of /proc/self/status in KiB.
func memoryField(name string) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, found := strings.Cut(string(status), name)
	var kilobytes int
	if _, err := fmt.Sscan(rest, &kilobytes); !found || err != nil {
		panic("/proc/self/status does not tell " + name)
	}
	return kilobytes
}

// occupiedBytes is what is resident now, and the page tables that it takes to find it.
func occupiedBytes() int { return (memoryField("VmRSS:") + memoryField("VmPTE:")) * 1024 }
