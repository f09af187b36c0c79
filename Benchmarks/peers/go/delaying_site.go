// delaying_site: a server that answers every request with one small page, after so many milliseconds; for clients that
// have thousands of requests in progress. Not a workload: it prints where it is, and serves until it is ended.
package main

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

func delayingSite(milliseconds int) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", listener.Addr())
	delay := time.Duration(milliseconds) * time.Millisecond
	return http.Serve(listener, http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		time.Sleep(delay)
		response.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(response, "<!DOCTYPE html><title>%s</title>", request.URL.Path)
	}))
}
