package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.bundle.PluginBundle;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.source.Scope;
import io.mycel.plugins.internal.store.ContentKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.url.AbstractURLStreamHandlerService;
import org.osgi.service.url.URLConstants;
import org.osgi.service.url.URLStreamHandlerService;

/**
 * URLs by which any host of OSGi installs a plugin as a bundle: {@code
 * imjoy:file:///plugins/Some.imjoy.html}, or whatever else names a plugin behind {@code imjoy:}.
 */
public final class PluginUrls extends AbstractURLStreamHandlerService {
  /** What they begin with, with a colon. */
  public static final String PROTOCOL = "imjoy";

  private final PluginSources sources;

  PluginUrls(PluginSources sources) {
    this.sources = sources;
  }

  static ServiceRegistration<URLStreamHandlerService> register(
      BundleContext context, PluginSources sources) {
    return context.registerService(
        URLStreamHandlerService.class,
        new PluginUrls(sources),
        new Hashtable<>(Map.of(URLConstants.URL_HANDLER_PROTOCOL, PROTOCOL)));
  }

  @Override
  public URLConnection openConnection(URL url) {
    return new Connection(url, sources);
  }

  private static final class Connection extends URLConnection {
    private final PluginSources sources;

    Connection(URL url, PluginSources sources) {
      super(url);
      this.sources = sources;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      String source = url.toExternalForm().substring(PROTOCOL.length() + 1);
      try {
        Resolved resolved = sources.resolve(source, Scope.USER);
        return resolved.kind() == ContentKind.FILE
            ? PluginBundle.jar(
                resolved.owner(),
                resolved.plugin(),
                new String(resolved.content(), StandardCharsets.UTF_8))
            : new ByteArrayInputStream(resolved.content());
      } catch (PluginSourceException e) {
        throw new IOException(e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException(url + " was not read").initCause(e);
      }
    }
  }
}
