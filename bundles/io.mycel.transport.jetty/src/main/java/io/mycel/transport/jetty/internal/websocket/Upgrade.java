package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Opening;
import io.mycel.transport.jetty.internal.WaitingRoom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of the opening handshake (RFC 6455 section 4.2). Whoever is turned away gets a
 * status and an empty body, as clients of generation A expect. The only extension that is ever
 * agreed on is permessage-deflate, and only if it is configured.
 */
public final class Upgrade {
  private static final Logger log = LoggerFactory.getLogger(Upgrade.class);
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Shared shared;
  private final int maxConnections;
  private final WaitingRoom room;

  /** Admits up to {@code maxConnections} at a time; who comes while no handler is there waits. */
  public Upgrade(Shared shared, int maxConnections, WaitingRoom room) {
    this.shared = shared;
    this.maxConnections = maxConnections;
    this.room = room;
  }

  /** Answers a request for the socket's path, at once or later: upgrades it or says why not. */
  public void handle(Opening opening, Request request, Response response, Callback callback) {
    int status = check(request, response.getHeaders());
    if (status != 0) {
      answer(status, opening, request, response, callback);
      return;
    }
    admit(opening, request, response, callback, room.deadline());
  }

  /** Asks the handler; while it is being replaced, the one that comes, until the deadline. */
  private void admit(
      Opening opening, Request request, Response response, Callback callback, long deadline) {
    if (shared.connections().size() >= maxConnections) {
      log.warn("{} is refused: {} connections are open", opening.remoteAddress(), maxConnections);
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "10");
      answer(503, opening, request, response, callback);
      return;
    }
    HandlerGate gate = shared.gate();
    HandlerGate.Binding binding = gate.enter();
    if (binding != null) {
      answer(ask(binding, opening), opening, request, response, callback);
    } else if (gate.lostWithin(room.patience())) {
      room.await(gate::isBound, deadline, request.getComponents().getExecutor())
          .thenAccept(
              isBound -> {
                if (isBound) {
                  admit(opening, request, response, callback, deadline);
                } else {
                  refuse(opening, request, response, callback);
                }
              })
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  log.error("{}: its handshake failed", opening.remoteAddress(), failure);
                  callback.failed(failure);
                }
              });
    } else {
      refuse(opening, request, response, callback);
    }
  }

  private void refuse(Opening opening, Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    answer(503, opening, request, response, callback);
  }

  private void answer(
      int status, Opening opening, Request request, Response response, Callback callback) {
    shared.counters().answered(status);
    response.setStatus(status);
    if (status == 101) {
      upgrade(opening, request, response, callback);
    } else {
      response.write(true, ByteBuffer.allocate(0), callback);
    }
  }

  private void upgrade(Opening opening, Request request, Response response, Callback callback) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    DeflateAgreement deflate = null;
    if (shared.zlib() != null) {
      List<String> offers = request.getHeaders().getValuesList(HttpHeader.SEC_WEBSOCKET_EXTENSIONS);
      deflate = DeflateAgreement.choose(offers).orElse(null);
    }
    if (deflate != null) {
      response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_EXTENSIONS, deflate.header());
    }
    WebSocketReader reader =
        new WebSocketReader(
            endPoint, request.getComponents().getExecutor(), opening, shared, deflate);
    String key = request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY);
    response
        .getHeaders()
        .put(HttpHeader.UPGRADE, "websocket")
        .put(HttpHeader.CONNECTION, "Upgrade")
        .put(HttpHeader.SEC_WEBSOCKET_ACCEPT, accept(key));
    request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, reader);
    callback.succeeded();
  }

  /** 0 if it is a proper handshake, else the status to refuse it with. */
  private static int check(Request request, HttpFields.Mutable answer) {
    HttpFields headers = request.getHeaders();
    if (!"GET".equals(request.getMethod())) {
      answer.put(HttpHeader.ALLOW, "GET");
      return 405;
    }
    boolean http11 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
    if (!http11
        || !headers.contains(HttpHeader.UPGRADE, "websocket")
        || !headers.contains(HttpHeader.CONNECTION, "upgrade")) {
      answer.put(HttpHeader.UPGRADE, "websocket");
      answer.put(HttpHeader.CONNECTION, "Upgrade");
      return 426;
    }
    if (!"13".equals(headers.get(HttpHeader.SEC_WEBSOCKET_VERSION))) {
      answer.put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
      return 426;
    }
    return isKey(headers.get(HttpHeader.SEC_WEBSOCKET_KEY)) ? 0 : 400;
  }

  private static boolean isKey(String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      log.debug("a handshake with a key that is no base64: {}", e.getMessage());
      return false;
    }
  }

  private static int ask(HandlerGate.Binding binding, Opening opening) {
    try {
      Admission admission = binding.handler().admit(opening);
      if (admission instanceof Admission.Refused refused) {
        log.info("{} is refused: {}", opening.remoteAddress(), refused.reason());
        return refused.status();
      }
      return 101;
    } catch (RuntimeException | LinkageError e) {
      log.error("{}: the handler failed to admit it", opening.remoteAddress(), e);
      return 500;
    } finally {
      binding.leave();
    }
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] hash = sha1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
