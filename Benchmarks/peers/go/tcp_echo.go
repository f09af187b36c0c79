// tcp_echo: N messages of 100 bytes go to a server and come back, over 1,000 connections at once. One
// operation is a round trip. The address is that of `bench echo_server PORT`.
package main

import (
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
)

const (
	echoConnections = 1000
	echoBytes       = 100
)

func tcpEcho(wanted request) (measurement, error) {
	if wanted.url == "" {
		return measurement{}, errors.New("tcp_echo needs the address of a server, such as 127.0.0.1:7007")
	}
	return warmed(func(count int) error { return echoAll(count, wanted.url) })(wanted)
}

func echoAll(count int, address string) error {
	errs := make([]error, echoConnections)
	var group sync.WaitGroup
	for number, share := range shares(count, echoConnections) {
		group.Go(func() { errs[number] = echo(share, address) })
	}
	group.Wait()
	return errors.Join(errs...)
}

func echo(count int, address string) error {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer connection.Close()
	message := make([]byte, echoBytes)
	for range count {
		if _, err := connection.Write(message); err != nil {
			return err
		}
		if _, err := io.ReadFull(connection, message); err != nil {
			return err
		}
	}
	return nil
}

// echoServer serves until it is killed.
func echoServer(port int) error {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return err
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer connection.Close()
			buffer := make([]byte, 4096)
			for {
				count, err := connection.Read(buffer)
				if err != nil {
					return
				}
				if _, err := connection.Write(buffer[:count]); err != nil {
					return
				}
			}
		}()
	}
}
