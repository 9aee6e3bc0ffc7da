module example.org/kite // the kite itself

go 1.22.3

toolchain go1.22.5

require (
	github.com/Masterminds/semver/v3 v3.2.1
	golang.org/x/net v0.24.0 // indirect
	"example.org/old" v1.0.0
	example.org/local v0.0.0-20240102030405-0123456789ab // indirect; kept
)

require gopkg.in/yaml.v3 v3.0.1 // used by the tests

exclude golang.org/x/net v0.23.0

replace (
	example.org/old => example.org/new/v2 v2.1.0
	example.org/local => ../local
	golang.org/x/net v0.1.0 => golang.org/x/net v0.2.0
)

retract [v1.0.0, v1.1.0] // published by mistake
