// SPDX-License-Identifier: Apache-2.0

// Command gateway lets requests through to the services behind it.
package main

import (
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/golang-jwt/jwt/v4"
	"github.com/google/uuid"
	"github.com/gorilla/websocket"
	lru "github.com/hashicorp/golang-lru"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/sirupsen/logrus"
	"github.com/spf13/pflag"
	"golang.org/x/net/http2"
	"google.golang.org/grpc"
	"gopkg.in/yaml.v3"
)

// config names the services by path.
type config struct {
	Backends map[string]string `yaml:"backends"`
}

func readConfig(path string) (config, error) {
	var c config
	b, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(b, &c)
	}
	return c, err
}

func token(secret []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		signed, err := jwt.New(jwt.SigningMethodHS256).SignedString(secret)
		if err != nil {
			http.Error(w, "no token", http.StatusInternalServerError)
			return
		}
		w.Write([]byte(signed))
	}
}

// live keeps a browser informed, and counts it as a session while it does.
func live(sessions *lru.Cache) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		up := websocket.Upgrader{}
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		id := uuid.New()
		sessions.Add(id, r.RemoteAddr)
		conn.ReadMessage()
		sessions.Remove(id)
	}
}

func main() {
	flags := pflag.NewFlagSet("gateway", pflag.ExitOnError)
	listen := flags.String("listen", ":8443", "address to listen on")
	if err := flags.Parse(os.Args[1:]); err != nil {
		logrus.Fatal(err)
	}
	sessions, err := lru.New(4096)
	if err != nil {
		logrus.Fatal(err)
	}
	c, err := readConfig("gateway.yaml")
	if err != nil {
		logrus.Fatal(err)
	}
	logrus.Infof("%d services behind this gateway", len(c.Backends))
	r := chi.NewRouter()
	r.Handle("/metrics", promhttp.Handler())
	r.Get("/token", token([]byte(os.Getenv("GATEWAY_SECRET"))))
	r.Get("/live", live(sessions))
	server := &http.Server{Addr: *listen, Handler: r}
	if err := http2.ConfigureServer(server, nil); err != nil {
		logrus.Fatal(err)
	}
	logrus.Infof("grpc %s", grpc.Version)
	logrus.Fatal(server.ListenAndServe())
}
