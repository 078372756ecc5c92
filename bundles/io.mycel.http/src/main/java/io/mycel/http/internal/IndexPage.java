package io.mycel.http.internal;

/** The page that a browser gets at {@code /}. It loads nothing from anywhere. */
final class IndexPage {
  private static final String TEMPLATE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Mycel {version}</title>
      <style>
      :root { color-scheme: light dark; --ink: #1d2a24; --soft: #5c6f66; --page: #f6f8f5;
        --card: #fff; --line: #dde5df; --leaf: #2f7d56; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e4ece7; --soft: #9db0a6;
        --page: #121815; --card: #1a221e; --line: #2b3731; --leaf: #6fc59a; } }
      body { margin: 0; background: var(--page); color: var(--ink);
        font: 16px/1.6 system-ui, sans-serif; }
      main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem; }
      h1 { margin: 0; font-size: 2.4rem; letter-spacing: -.02em; }
      h1 small { font-size: 1rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
      h2 { margin: 2rem 0 .5rem; font-size: 1rem; color: var(--soft); }
      pre { margin: 0; padding: 1rem 1.25rem; overflow-x: auto; background: var(--card);
        border: 1px solid var(--line); border-radius: .6rem;
        font: 14px/1.5 ui-monospace, monospace; }
      a { color: var(--leaf); }
      nav a { margin-right: 1.5rem; }
      </style>
      </head>
      <body>
      <main>
      <h1>Mycel <small>{version}</small></h1>
      <p>A plugin platform for science that speaks the RPC of ImJoy and Hypha. Programs written for
      imjoy-rpc or hypha-rpc, in Python or JavaScript, connect to it as they are and call each
      other's functions.</p>
      <nav><a href="/health/readiness">Readiness</a><a href="/metrics">Metrics</a></nav>
      <h2>Python</h2>
      <pre>from hypha_rpc import connect_to_server

      server = await connect_to_server({"server_url": "{base}"})
      service = await server.register_service({
          "id": "hello-world",
          "name": "Hello World",
          "config": {"visibility": "public"},
          "hello": lambda name: "Hello " + name,
      })</pre>
      <h2>JavaScript</h2>
      <pre>import { hyphaWebsocketClient } from "hypha-rpc";

      const server = await hyphaWebsocketClient.connectToServer({ server_url: "{base}" });
      const service = await server.getService("hello-world");
      console.log(await service.hello("John"));</pre>
      <h2>curl</h2>
      <pre>curl '{base}/&lt;workspace&gt;/services/hello-world/hello?name=John'</pre>
      </main>
      </body>
      </html>
      """;

  private IndexPage() {}

  /** The page; both values are escaped. */
  static String of(String version, String baseUrl) {
    return TEMPLATE.replace("{version}", escape(version)).replace("{base}", escape(baseUrl));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
