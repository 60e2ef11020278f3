"""Django REST framework and adrf: what serializers read, validate and write, and views on the event loop."""
