package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.rpc.RpcException;
import io.mycel.plugins.internal.net.AddressPolicy;
import io.mycel.plugins.internal.net.DownloadException;
import io.mycel.plugins.internal.net.Downloader;
import io.mycel.plugins.internal.testing.Web;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static String kind(Throwable failure) {
    RpcException told = assertInstanceOf(RpcException.class, Refusals.of(failure));
    assertEquals(RpcException.Kind.REMOTE, told.kind());
    String trace = told.remoteTrace();
    int colon = trace.indexOf(':');
    assertEquals(told.getMessage(), trace.substring(colon + 2));
    return trace.substring(0, colon);
  }

  @Test
  void whatIsNotThereAndWhatIsNotPossibleAreToldApart() {
    InstallException absent = PluginSet.absent(new PluginId("public", "No"));
    assertEquals("KeyError", kind(absent));
    assertEquals("KeyError", kind(new CompletionException(absent)));
    assertEquals("ValueError", kind(new InstallException("two plugins of one name")));
    assertEquals("ValueError", kind(new IllegalArgumentException("no isolation")));
    assertEquals(
        "ValueError", kind(new RpcException(RpcException.Kind.DATA, "argument name must be a")));
  }

  @Test
  void whatTheServerCannotDoIsNoFaultOfTheClient() {
    InstallException full = new InstallException("not written", new IOException("disk full"));
    assertSame(full, Refusals.of(full));
    InstallException busy =
        new InstallException(InstallException.Kind.SERVER, "too much waits", null);
    assertSame(busy, Refusals.of(busy));
  }

  private static InstallException download(Downloader downloader, String url) {
    DownloadException failure =
        assertThrows(
            DownloadException.class, () -> downloader.get(URI.create(url), null, null, 1000));
    return new InstallException(failure.getMessage(), failure);
  }

  @Test
  void whatCannotBeDownloadedIsAbsentRefusedOrTheFaultOfItsHost() throws Exception {
    Duration patience = Duration.ofSeconds(20);
    try (Web web = new Web();
        Downloader open = new Downloader(new AddressPolicy(true), patience, patience);
        Downloader closed = new Downloader(new AddressPolicy(false), patience, patience)) {
      assertEquals("KeyError", kind(download(open, web.url() + "/nothing")));
      web.fail("/broken", 503);
      InstallException broken = download(open, web.url() + "/broken");
      assertSame(broken, Refusals.of(broken));
      assertEquals("ValueError", kind(download(open, "http://example.org/")));
      assertEquals("ValueError", kind(download(closed, "https://127.0.0.1:1/")));
    }
  }
}
