"""The 12345 desk: conversations kept, tickets worked, citizens reached, and what was not understood brought back.

One object, :class:`bot.desk.desk.Desk`, holds the services. All but the deliveries are plain blocking calls over the
database; async callers use ``asyncio.to_thread``.

desk.runtime(inner)   an ``AssistantRuntime`` that keeps the transcript and is silent while a person talks (runtime)
desk.citizens         what channels ask for a citizen: ``bot.citizen.CitizenDesk`` (citizens)
desk.tickets          open, look at, search, news, export (tickets)
desk.work             every change an operator makes: take, step, reply, join, merge … (work, replying, merging)
desk.log              transcripts, retention (transcripts)
desk.learning         unanswered questions in clusters, and what an editor makes of them (learning)
desk.consents         who agreed to offers and to being told (consents)
desk.push             newly published measures to those they fit, once (push)
desk.figures          the dashboard (figures)
desk.outbox           what has to be said to citizens, with retries (outbox)
desk.hooks            what the hotline's own system is told, signed, with retries (hooks)
"""
