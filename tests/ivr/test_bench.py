import time, cProfile, pstats
from io import BytesIO
from tests.ivr.phone import *
def test_bench(phone):
    h=phone.dial(); phone.press("1")
    url=phone.heard.action
    form=phone.form()|{"Digits":"3","ToCity":"X","ToState":"CA","ToZip":"94","ToCountry":"US","CalledCity":"","CalledState":"","CalledZip":"","CalledCountry":"US","FromState":"CA","FromZip":"1","CallerCity":"","CallerState":"","CallerZip":"","CallerCountry":"US","msg":"Gather Digits","FinishedOnKey":"","CallToken":"x"*200}
    form["Digits"]="1"
    from urllib.parse import urlencode
    body=urlencode(form).encode()
    sig=RequestValidator(TOKEN).compute_signature(url, form)
    def env():
        return {"REQUEST_METHOD":"POST","PATH_INFO":"/ivr/step","QUERY_STRING":url.split("?")[1],"REQUEST_URI":"/ivr/step?"+url.split("?")[1],"SERVER_NAME":"x","SERVER_PORT":"80","SERVER_PROTOCOL":"HTTP/1.1","wsgi.version":(1,0),"wsgi.url_scheme":"http","wsgi.input":BytesIO(body),"wsgi.errors":None,"wsgi.multithread":True,"wsgi.multiprocess":False,"wsgi.run_once":False,"CONTENT_TYPE":"application/x-www-form-urlencoded; charset=UTF-8","CONTENT_LENGTH":str(len(body)),"HTTP_X_TWILIO_SIGNATURE":sig,"HTTP_HOST":"hotline.example"}
    st=[]
    def start(s,h,e=None): st.append(s)
    app=phone.app
    def once():
        it=app.wsgi_app(env(),start); b"".join(it)
    for _ in range(500): once()
    assert st[-1]=="200 OK", st[-1]
    import sys; sys.path.insert(0,"/tmp"); from floor import floor_app
    fl=floor_app(TOKEN, ORIGIN)
    def fonce():
        e=env(); e["HTTP_X_FORWARDED_PROTO"]="https"; e["wsgi.url_scheme"]="https"; e["SERVER_PORT"]="443"
        it=fl.wsgi_app(e,start); b"".join(it)
    for _ in range(300): fonce()
    assert st[-1]=="200 OK", st[-1]
    a=[];b=[]
    for r in range(7):
        t=time.process_time()
        for _ in range(1000): once()
        a.append((time.process_time()-t)*1000)
        t=time.process_time()
        for _ in range(1000): fonce()
        b.append((time.process_time()-t)*1000)
    a.sort(); b.sort()
    print("\nus per step", a[3], "floor", b[3], "ratio", a[3]/b[3], "min", a[0]/b[0])
    p=cProfile.Profile(); p.enable()
    for _ in range(2000): once()
    p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(60)
