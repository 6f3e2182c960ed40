package org.tweedie.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.tweedie.api.model.Batch;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is answered under which path. Answers wait in the threads of their requests, and work is
 * done by those of the queues.
 */
final class Endpoints {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String JSON_TYPE = AnswerFormat.JSON.mediaType();

  /** What the page may load: its own two files, pictures that it makes, and what it asks. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** How long an event stream is silent before it is seen whether anybody listens. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final ServedModels models;
  private final ServingOptions options;
  private final ClientLimits limits;
  private final Gate gate;
  private final WorkQueue drawing;
  private final WorkQueue measuring;
  private final Meters meters;
  private final Consumer<String> log;
  private final AtomicInteger active = new AtomicInteger();
  private volatile boolean stopping;

  Endpoints(
      ServedModels models,
      ServingOptions options,
      WorkQueue drawing,
      WorkQueue measuring,
      Meters meters,
      Consumer<String> log) {
    this.models = models;
    this.options = options;
    this.drawing = drawing;
    this.measuring = measuring;
    this.meters = meters;
    this.log = log;
    limits = new ClientLimits(options);
    gate = new Gate(options);
  }

  /** Answers a request that was let in. */
  @FunctionalInterface
  private interface Action {
    void answer(Context context) throws Exception;
  }

  /** Says no more that all is well. */
  void stop() {
    stopping = true;
  }

  /** How many requests are being answered. */
  int active() {
    return active.get();
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", page("index.html", "text/html"));
    routes.get("/page.css", page("page.css", "text/css"));
    routes.get("/page.js", page("page.js", "text/javascript"));
    routes.get("/health", handler("health", true, this::health));
    routes.get("/metrics", handler("metrics", false, this::metrics));
    routes.get(
        "/v1/models",
        handler("models", false, context -> json(context, new ModelList(models, options).json())));
    ObjectNode document = OpenApiDocument.of(models.all().get(0).config().registry(), options);
    routes.get("/openapi.json", handler("openapi", false, context -> json(context, document)));
    routes.post("/v1/sample", handler("sample", false, this::sample));
    routes.post("/v1/evaluate", handler("evaluate", false, this::evaluate));
    routes.post("/v1/denoise", handler("denoise", false, this::denoise));
    routes.exception(
        HttpResponseException.class,
        (wrong, context) -> {
          headers(context);
          Refusal refusal =
              Refusal.of(
                  wrong.getStatus(),
                  "no-endpoint",
                  "There is nothing under this path by this method; /openapi.json says what there is.");
          context
              .status(wrong.getStatus())
              .contentType(JSON_TYPE)
              .result(JSON.writeValueAsString(ErrorAnswer.of(refusal, log).json()));
          meters.answered("other", wrong.getStatus(), Duration.ZERO);
        });
  }

  private Handler handler(String name, boolean open, Action action) {
    return context -> {
      long begun = System.nanoTime();
      active.incrementAndGet();
      try {
        headers(context);
        RequestBody.closeUnlessRead(context);
        gate.check(key -> header(context, key), open);
        action.answer(context);
      } catch (IOException gone) {
        // Nobody is there to be told.
        meters.refused("gone");
        context.status(400);
      } catch (Exception | OutOfMemoryError | StackOverflowError failure) {
        refuse(context, ErrorAnswer.of(failure, log));
      } finally {
        active.decrementAndGet();
        meters.answered(name, context.statusCode(), Duration.ofNanos(System.nanoTime() - begun));
      }
    };
  }

  private static Optional<String> header(Context context, String key) {
    return Optional.ofNullable(context.header(key));
  }

  private static void headers(Context context) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  }

  private void refuse(Context context, ErrorAnswer error) throws IOException {
    if (context.res().isCommitted()) {
      return;
    }
    context.status(error.status());
    if (error.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
      meters.refused("token");
    }
    error.retryAfter().ifPresent(seconds -> context.header("Retry-After", Long.toString(seconds)));
    try {
      write(context, JSON_TYPE, JSON.writeValueAsBytes(error.json()));
    } catch (IOException gone) {
      meters.refused("gone");
    }
  }

  /** Written here and not by the framework, so that a server that stops knows when it is done. */
  private static void write(Context context, String type, byte[] bytes) throws IOException {
    context.res().setContentType(type);
    context.res().setContentLength(bytes.length);
    context.res().getOutputStream().write(bytes);
    context.res().flushBuffer();
  }

  private static void json(Context context, ObjectNode node) throws IOException {
    write(context, JSON_TYPE, JSON.writeValueAsBytes(node));
  }

  private Handler page(String file, String type) {
    byte[] bytes;
    try (InputStream in =
        Objects.requireNonNull(Endpoints.class.getResourceAsStream("page/" + file), file)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a file of the program cannot be read: " + file, e);
    }
    return handler(
        "page",
        true,
        context -> {
          context.header("Content-Security-Policy", POLICY);
          write(context, type + ";charset=utf-8", bytes);
        });
  }

  private void health(Context context) throws IOException {
    if (stopping) {
      throw WorkQueue.stopping();
    }
    json(context, JSON.createObjectNode().put("status", "ok"));
  }

  private void metrics(Context context) throws IOException {
    write(
        context,
        "text/plain; version=0.0.4; charset=utf-8",
        meters.text().getBytes(StandardCharsets.UTF_8));
  }

  private void sample(Context context) throws Exception {
    Optional<String> accept = header(context, "Accept");
    boolean streamed = accept.orElse("").toLowerCase(Locale.ROOT).contains(EventStream.MEDIA_TYPE);
    SampleRequest request = SampleRequest.read(RequestBody.read(context), accept, models, limits);
    DrawJob job =
        new DrawJob(
            request.model(),
            request.config(),
            request.asked(),
            streamed ? request.frames() : 0,
            options.timeout().toSeconds(),
            meters);
    SampleAnswer answer = new SampleAnswer(request);
    int ahead = drawing.size();
    drawing.submit(job);
    if (streamed) {
      stream(new EventStream(context), job, answer, ahead);
    } else {
      write(context, request.format().mediaType(), answer.file(job.await()));
    }
  }

  private void stream(EventStream events, DrawJob job, SampleAnswer answer, int ahead)
      throws IOException, InterruptedException {
    try {
      events.tell("queued", JSON.createObjectNode().put("ahead", ahead).toString());
      boolean over = false;
      while (!over && job.left() > 0) {
        Optional<DrawJob.Told> told = job.next(Math.min(BEAT.toNanos(), job.left()));
        over = told.filter(DrawJob.Told::isEnd).isPresent();
        if (told.isEmpty()) {
          events.beat();
        } else if (!over) {
          events.tell("step", answer.step(told.get()));
        }
      }
      Batch samples = job.await();
      events.tell("done", answer.done(samples));
    } catch (RuntimeException | OutOfMemoryError failure) {
      events.tell("failed", JSON.writeValueAsString(ErrorAnswer.of(failure, log).json()));
    } finally {
      job.abandon();
    }
  }

  private void evaluate(Context context) throws Exception {
    EvaluateRequest request = EvaluateRequest.read(RequestBody.read(context), models, limits);
    TaskJob<String> job = new TaskJob<>(options.timeout().toSeconds(), request::measured);
    measuring.submit(job);
    write(context, JSON_TYPE, job.await().getBytes(StandardCharsets.UTF_8));
  }

  private void denoise(Context context) throws Exception {
    DenoiseRequest request = DenoiseRequest.read(RequestBody.read(context), models, limits);
    TaskJob<byte[]> job = new TaskJob<>(options.timeout().toSeconds(), unwanted -> request.clean());
    drawing.submit(job);
    write(context, AnswerFormat.PNG.mediaType(), job.await());
  }
}
