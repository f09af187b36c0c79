module braid.example/benchmarks/go

go 1.25
