"""Writes this folder's files with PyTorch 2.10: networks as other programs save them, and their tokens,
computed here in float64. Run it in the folder; the build never does."""
import torch, math, json, collections, argparse, os, struct
import torch.nn.functional as F
torch.manual_seed(5)
D,depth,H,P,S=12,3,3,4,16
def params(seed, scale=False):
    g=torch.Generator().manual_seed(seed)
    r=lambda *s,sd=.15: torch.randn(*s,generator=g)*sd
    sd=collections.OrderedDict()
    sd['cls_token']=r(1,1,D); sd['pos_embed']=r(1,1+(S//P)**2,D)
    sd['patch_embed.proj.weight']=r(D,3,P,P); sd['patch_embed.proj.bias']=r(D)
    for i in range(depth):
        b=f'blocks.{i}.'
        for n in ('norm1','norm2'):
            sd[b+n+'.weight']=1+r(D); sd[b+n+'.bias']=r(D)
        for n,o,k in (('attn.qkv',3*D,D),('attn.proj',D,D),('mlp.fc1',4*D,D),('mlp.fc2',D,4*D)):
            sd[b+n+'.weight']=r(o,k); sd[b+n+'.bias']=r(o)
        if scale:
            sd[b+'ls1.gamma']=r(D,sd=.5); sd[b+'ls2.gamma']=r(D,sd=.5)
    sd['norm.weight']=1+r(D); sd['norm.bias']=r(D)
    return sd
def forward(sd,x,eps=1e-6,offset=.1):
    sd={k:v.double() for k,v in sd.items()}; x=x.double()
    B=x.shape[0]; t=F.conv2d(x,sd['patch_embed.proj.weight'],sd['patch_embed.proj.bias'],stride=P).flatten(2).transpose(1,2)
    t=torch.cat([sd['cls_token'].expand(B,-1,-1),t],1)
    pos=sd['pos_embed']; n=S//P; h=x.shape[2]//P; w=x.shape[3]//P
    if (h,w)!=(n,n):
        pp=pos[:,1:].reshape(1,n,n,D).permute(0,3,1,2)
        pp=F.interpolate(pp,scale_factor=((h+offset)/n,(w+offset)/n),mode='bicubic')
        assert pp.shape[2:]==(h,w)
        pos=torch.cat([pos[:,:1],pp.permute(0,2,3,1).reshape(1,-1,D)],1)
    t=t+pos
    for i in range(depth):
        b=f'blocks.{i}.'
        y=F.layer_norm(t,(D,),sd[b+'norm1.weight'],sd[b+'norm1.bias'],eps)
        q,k,v=F.linear(y,sd[b+'attn.qkv.weight'],sd[b+'attn.qkv.bias']).reshape(B,-1,3,H,D//H).permute(2,0,3,1,4)
        a=((q@k.transpose(-1,-2))*(D//H)**-.5).softmax(-1)@v
        y=F.linear(a.transpose(1,2).reshape(B,-1,D),sd[b+'attn.proj.weight'],sd[b+'attn.proj.bias'])
        if b+'ls1.gamma' in sd: y=y*sd[b+'ls1.gamma']
        t=t+y
        y=F.layer_norm(t,(D,),sd[b+'norm2.weight'],sd[b+'norm2.bias'],eps)
        y=F.linear(F.gelu(F.linear(y,sd[b+'mlp.fc1.weight'],sd[b+'mlp.fc1.bias'])),sd[b+'mlp.fc2.weight'],sd[b+'mlp.fc2.bias'])
        if b+'ls2.gamma' in sd: y=y*sd[b+'ls2.gamma']
        t=t+y
    return F.layer_norm(t,(D,),sd['norm.weight'],sd['norm.bias'],eps)
def save_st(path,tensors):
    h={};off=0;data=b''
    for k,v in tensors.items():
        b=v.contiguous().float().numpy().tobytes(); h[k]={'dtype':'F32','shape':list(v.shape),'data_offsets':[off,off+len(b)]}; off+=len(b); data+=b
    j=json.dumps(h).encode(); j+=b' '*(-len(j)%8)
    open(path,'wb').write(struct.pack('<Q',len(j))+j+data)
o='./'
x16=torch.randn(2,3,16,16); x24=torch.randn(1,3,24,32)
def answers(name,sd,eps=1e-6):
    save_st(o+name,{'pixels':x16,'tokens':forward(sd,x16,eps),'pixels.24':x24,'tokens.24':forward(sd,x24,eps)})
good={}; eps={}
def add(file,obj,sd,e=1e-6,**kw):
    torch.save(obj,o+file,**kw); ans=file.split('.')[0]+'-expected.safetensors'; answers(ans,sd,e); good[file]=ans; eps[file]=e
pre=lambda sd,p: collections.OrderedDict((p+k,v) for k,v in sd.items())
# DINO: full checkpoint, parameters wrapped, heads beside
t=params(1); s=params(2)
head=lambda g:{'head.mlp.0.weight':torch.randn(5,D),'head.last_layer.weight_g':torch.ones(7,1)}
add('dino-checkpoint.pth',{'student':collections.OrderedDict(list(pre(s,'module.backbone.').items())+[('module.'+k,v) for k,v in head(0).items()]),
  'teacher':collections.OrderedDict(list(pre(t,'backbone.').items())+list(head(0).items())),'epoch':3,'args':argparse.Namespace(arch='vit_tiny',out_dim=7),'fp16_scaler':None,
  'dino_loss':collections.OrderedDict(center=torch.zeros(1,7))},t)
# iBOT: state_dict of a teacher with masked embedding, half precision weights
t=params(3); t16=collections.OrderedDict((k,v.bfloat16()) for k,v in t.items())
add('ibot-backbone.pth',{'state_dict':collections.OrderedDict(list(t16.items())+[('masked_embed',torch.zeros(1,D))])},collections.OrderedDict((k,v.float()) for k,v in t16.items()))
# DINOv2: layer scale, chunked blocks, mask token, saved as Parameters
t=params(4,True)
chunk=collections.OrderedDict()
for k,v in t.items():
    if k.startswith('blocks.'):
        i=int(k.split('.')[1]); chunk['blocks.%d.%s'%(i//2,k[len('blocks.'):])]=torch.nn.Parameter(v)
    else: chunk[k]=torch.nn.Parameter(v)
chunk['mask_token']=torch.zeros(1,D)
add('dinov2-backbone.pth',chunk,t,pickle_protocol=4)
# timm, with a classifier, another epsilon, older format
t=params(6)
add('timm-classifier.pth',{'state_dict':collections.OrderedDict(list(t.items())+[('head.weight',torch.randn(10,D)),('head.bias',torch.zeros(10))]),'epoch':90,'arch':'vit','metric':.7},t,1e-5,_use_new_zipfile_serialization=False)
# tensors that are views of one storage, one transposed, one expanded
t=params(7); t['norm.bias']=torch.full((D,),.25); flat=torch.cat([v.flatten() for v in t.values()]); views=collections.OrderedDict(); at=0
for k,v in t.items():
    views[k]=flat[at:at+v.numel()].view(v.shape); at+=v.numel()
k='blocks.0.mlp.fc1.weight'; views[k]=t[k].t().contiguous().t()
views['norm.bias']=torch.tensor([.25]).expand(D)
add('views.pth',{'model':views},t)
json.dump({'image_size':S,'patch_size':P,'width':D,'depth':depth,'heads':H,'layer_norm_eps':eps,'tolerance':1e-5,'good':good},open(o+'settings.json','w'),indent=1)
# to refuse
t=params(8)
torch.save(dict(t,register_tokens=torch.zeros(1,4,D)),o+'refuse-registers.pth')
torch.save({k:v for k,v in t.items() if k!='blocks.1.norm2.bias'},o+'refuse-missing.pth')
torch.save(dict(t,**{'blocks.1.mlp.fc1.weight':torch.zeros(3*D,D)}),o+'refuse-shape.pth')
torch.save(dict(t,**{'norm.bias':torch.full((D,),math.nan)}),o+'refuse-nan.pth')
torch.save({'a':params(8),'b':params(9)},o+'refuse-two-networks.pth')
torch.save(dict(t,extra=torch.zeros(2)),o+'refuse-extra.pth')
torch.save(dict(t,**{'norm.bias':torch.zeros(D,dtype=torch.int64)}),o+'refuse-integers.pth')
class Thing:
    def __reduce__(self): return (eval,('1',))
torch.save({'state_dict':t,'hook':Thing()},o+'refuse-eval.pth')
torch.save({'model':torch.nn.Linear(2,2)},o+'refuse-module.pth')
b=open(o+'dino-checkpoint.pth','rb').read(); open(o+'refuse-cut.pth','wb').write(b[:len(b)*2//3])
b=open(o+'timm-classifier.pth','rb').read(); open(o+'refuse-cut-old.pth','wb').write(b[:-100])
import pickle; pickle.dump({'a':[1,2]},open(o+'refuse-plain.pkl','wb'))
# one data entry deflated
import zipfile
zi=zipfile.ZipFile(o+'views.pth'); zo=zipfile.ZipFile(o+'refuse-deflated.pth','w')
for i in zi.infolist(): zo.writestr(i.filename,zi.read(i),compress_type=zipfile.ZIP_DEFLATED)
zo.close()
# one archive written again: with 64-bit sizes, though 32 bits would do; and as a big-endian machine would
def again(source,target,change=lambda name,data:data,limit=1<<31):
    zipfile.ZIP64_LIMIT=limit; zi=zipfile.ZipFile(source); zo=zipfile.ZipFile(target,'w')
    for i in zi.infolist(): zo.writestr(i.filename,change(i.filename,zi.read(i)))
    zo.close(); zi.close()
def swapped(name,data):
    if '/data/' in name: return b''.join(data[i:i+4][::-1] for i in range(0,len(data),4))
    return b'big' if name.endswith('byteorder') else data
again(o+'dinov2-backbone.pth',o+'zip64.pth',limit=10); good['zip64.pth']=good['dinov2-backbone.pth']
again(o+'views.pth',o+'big-endian.pth',swapped); good['big-endian.pth']=good['views.pth']
json.dump({'image_size':S,'patch_size':P,'width':D,'depth':depth,'heads':H,'layer_norm_eps':dict(eps,**{'zip64.pth':1e-6,'big-endian.pth':1e-6}),'tolerance':1e-5,'good':good},open(o+'settings.json','w'),indent=1)

# as schedules and optimisers of before PyTorch 1.12 leave it: rates that NumPy computed, counts that are no tensors
import numpy
t=params(1)
torch.save({'teacher':t,'epoch':numpy.int64(3),'optimizer':{'state':{0:{'step':5,'exp_avg':torch.zeros(2)}},
  'param_groups':[{'lr':numpy.float64(.0003),'weight_decay':numpy.float32(.25),'params':[0]}]},
  'odd':[numpy.int32(-7),numpy.uint8(200),numpy.bool_(True)]},o+'numpy-scalars.pth')
# the name that the package had before NumPy 2
again(o+'numpy-scalars.pth',o+'numpy-scalars-old.pth',lambda name,data:data.replace(b'numpy._core',b'numpy.core'))
